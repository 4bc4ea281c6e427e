"""Files of a case: made part of it with their purpose, or removed with a reason (R-075, R-106, R-235).

A file is laid in first (cases/casework/files/desk.py), where its content is looked at; the act then says what it is.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field

from cases.errors import ActNotOpen
from cases.procedure import LONG, Act, Deed, Facts, Requirement
from cases.records import Attachment, CaseFile
from cases.vocabulary import AttachmentPurpose, AttachmentState, Role

FIELD = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.INSPECTOR})
KEEP, REMOVE = "資料を保存する", "資料を削除する"


class FileKept(Facts):
    file: int = Field(title="資料", ge=1, description="資料の番号")
    purpose: AttachmentPurpose = Field(title="資料の種別")
    title: str = Field(default="", title="件名", max_length=200)
    released_on: date | None = Field(default=None, title="報道発表・掲載の日", description="報道資料のとき")
    outlet: str = Field(default="", title="媒体・発表者", description="報道資料のとき", max_length=200)
    url: str = Field(default="", title="掲載先の URL", description="報道資料のとき", max_length=1000)
    text: Annotated[str, LONG] = Field(default="", title="発表の本文", description="報道資料のとき")
    cleared_reason: Annotated[str, LONG] = Field(
        default="",
        title="患者の個人情報を含まないと確認した理由",
        description="個人情報のおそれ、又は中身を機械で確かめられないと表示されたときに記入します",
    )


class FileRemoved(Facts):
    file: int = Field(title="資料", ge=1, description="資料の番号")
    reason: Annotated[str, LONG] = Field(title="削除する理由", min_length=1)
    personal_data: bool = Field(title="患者の個人情報が含まれていた（中身を消去し、元に戻せません）")


def keep_file(case: CaseFile, facts: FileKept, deed: Deed) -> None:
    file = _file(case, facts.file, KEEP)
    if file.state is not AttachmentState.LAID:
        raise ActNotOpen(KEEP, [f"{facts.file}番の資料は、すでに保存されています。"])
    if file.suspicion and not facts.cleared_reason:
        raise ActNotOpen(
            KEEP,
            [
                f"この資料について: {file.suspicion}。"
                "患者の個人情報を含まないことを確かめて理由を記入するか、「資料を削除する」を行ってください。"
            ],
        )
    if facts.purpose is AttachmentPurpose.PRESS and not (facts.released_on and facts.outlet):
        raise ActNotOpen(KEEP, ["報道資料では、発表・掲載の日と、媒体・発表者を記入してください。"])
    if facts.url and urlsplit(facts.url).scheme not in ("http", "https"):
        raise ActNotOpen(KEEP, ["URL は http:// か https:// で始まるものを入力してください。"])
    for name in ("purpose", "title", "released_on", "outlet", "url", "text"):
        setattr(file, name, getattr(facts, name))
    if file.suspicion:
        file.cleared_by, file.cleared_reason = deed.office, facts.cleared_reason
    file.state = AttachmentState.KEPT


def remove_file(case: CaseFile, facts: FileRemoved, deed: Deed) -> None:
    file = _file(case, facts.file, REMOVE)
    file.state = AttachmentState.REMOVED
    file.removed_at, file.removed_by, file.removed_reason = deed.now, deed.office, facts.reason
    if facts.personal_data:
        file.wiped_at = deed.now
        file.name, file.title, file.text = f"消去した資料{_ending(file.name)}", "", ""


def _ending(name: str) -> str:
    return "." + name.rpartition(".")[2] if "." in name else ""


def _file(case: CaseFile, number: int, label: str) -> Attachment:
    found = next((one for one in case.attachments if one.id == number), None)
    if found is None or found.state is AttachmentState.REMOVED:
        raise ActNotOpen(label, [f"{number}番の資料がありません。「資料」の欄から選び直してください。"])
    return found


ACTS: tuple[Act[Any], ...] = (
    Act(
        "keep_file",
        "file_kept",
        KEEP,
        FileKept,
        FIELD,
        change=keep_file,
        anytime=True,
        requires=(
            Requirement(
                "新しい資料がありません。「資料」の欄でファイルを選んでください。",
                lambda case: any(one.state is AttachmentState.LAID for one in case.attachments),
            ),
        ),
        help="選んだファイルを、種別とともに案件の資料として残します。患者の個人情報を含むものは残せません。",
        source=("M-1.3", "M-2.1p", "M-3.1"),
    ),
    Act(
        "remove_file",
        "file_removed",
        REMOVE,
        FileRemoved,
        FIELD,
        change=remove_file,
        anytime=True,
        requires=(
            Requirement(
                "削除できる資料がありません。",
                lambda case: any(one.state is not AttachmentState.REMOVED for one in case.attachments),
            ),
        ),
        help="資料を理由とともに取り除きます。患者の個人情報が含まれていたときは、中身を消去します。",
        source=("M-1.3",),
    ),
)
