"""A suspicion comes in, facts are added, the facility is named and confirmed, or it was no attack after all.

Source: M-1.2b, M-2.1, M-2.1p; R-011, R-012, R-040, R-058…R-063, R-232.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cases import readings
from cases.clocks import moments
from cases.errors import ActNotOpen, FactNeeded
from cases.judgement import Attack, Result
from cases.procedure import LONG, Act, Deed, Facts, Requirement, When, moment
from cases.records import CaseFile
from cases.vocabulary import AttackKind, AwarenessSource, Ending, FacilityKind, Role, SystemKind
from cases.vocabulary.signals import Names

DESK = frozenset({Role.OFFICER, Role.SUPERVISOR})


class Suspicion(Facts):
    """The intake: four answers are enough (R-040, R-061); the rest may follow, and 不明 is an answer."""

    facility: str = Field(
        title="どの医療機関ですか", description="登録されている名称、又は施設番号", min_length=1, max_length=200
    )
    unidentified: bool = Field(
        default=False,
        title="医療機関等は特定中である",
        description="報道等で名称が分からないときに選び、伝えられたとおりに書きます。後で登録のある医療機関等に結び付けます",
    )
    what_happened: Annotated[str, LONG] = Field(
        title="何が起きていますか", min_length=1, description="分かっている範囲で構いません"
    )
    detected_at: When = moment("いつ気付きましたか（医療機関の覚知）", "報道等による場合は、分かっている最も早い日時")
    detected_approx: bool = Field(default=False, title="覚知の時刻は「頃」")
    awareness_source: AwarenessSource = Field(title="どのようにして知りましたか（把握の経緯）")
    awareness_note: str = Field(
        default="",
        title="把握の経緯の補足",
        description="報道の媒体名・URL、知らせた者（部署・役職）など。報道・その他のときは必ず記入します",
        max_length=2000,
    )
    awareness_at: When | None = moment("報道・情報の日時", "記事の掲載や知らせのあった日時", default=None)
    grasped_at: When | None = moment("自治体が把握した日時", "空欄のときは入力した時刻とします", default=None)
    grasped_approx: bool = Field(default=False, title="把握の時刻は「頃」")
    attack_kind: AttackKind = Field(default=AttackKind.UNKNOWN, title="攻撃の種別")
    attack_note: str = Field(default="", title="攻撃の種別の補足", description="「その他」のときに記入します")
    affected_systems: tuple[SystemKind, ...] = Field(default=(), title="影響を受けたシステム")
    systems_note: str = Field(
        default="", title="影響を受けたシステムの補足", description="「その他」のシステムの名称など"
    )
    proxy_entry: bool = Field(default=True, title="代理入力（電話等で聞き取り、自治体が入力）")
    contact_person: str = Field(default="", title="医療機関の担当（部署・役職）", max_length=200)
    contact_phone: str = Field(
        default="", title="連絡のつく電話番号", description="システム停止時も通じる番号", max_length=40
    )
    facility_kind: FacilityKind | None = Field(
        default=None, title="種別", description="登録のない医療機関のときに選びます"
    )
    municipality: str = Field(default="", title="所在する市区町村", description="登録のない医療機関のときに入力します")
    municipal: bool = Field(default=False, title="自治体立病院")
    separate_reason: Annotated[str, LONG] = Field(
        default="",
        title="別の案件として受け付ける理由",
        description="同じ医療機関等の案件が既に開いているときに記入します",
    )


class MoreFacts(Facts):
    """Facts learned later; what is left empty stays as it is."""

    what_happened: Annotated[str, LONG] = Field(default="", title="何が起きているか（更新）")
    attack_kind: AttackKind | None = Field(default=None, title="攻撃の種別")
    attack_note: str = Field(default="", title="攻撃の種別の補足", description="「その他」のときに記入します")
    affected_systems: tuple[SystemKind, ...] = Field(default=(), title="影響を受けたシステム")
    systems_note: str = Field(
        default="", title="影響を受けたシステムの補足", description="「その他」のシステムの名称など"
    )
    occurred_at: When | None = moment("発生日時", "推定可", default=None)
    occurred_approx: bool = Field(default=False, title="発生の時刻は「頃」")
    contact_person: str = Field(default="", title="医療機関の担当（部署・役職）", max_length=200)
    contact_phone: str = Field(default="", title="連絡のつく電話番号", max_length=40)


class Confirmation(Facts):
    confirmed_at: When = moment("医療機関に確認した日時")
    with_whom: str = Field(title="確認した相手（部署・役職）", min_length=1, max_length=200)
    content: Annotated[str, LONG] = Field(title="確認した内容", min_length=1)


class FacilityFound(Facts):
    facility: Annotated[str, Names.FACILITY] = Field(
        title="結び付ける医療機関等",
        description="登録されている医療機関等の番号、又は名称",
        min_length=1,
        max_length=200,
    )
    reason: Annotated[str, LONG] = Field(title="特定した根拠", min_length=1)


class NotAttack(Facts):
    confirmed_at: When = moment("確認した日時")
    reason: Annotated[str, LONG] = Field(
        title="理由", min_length=1, description="機器の故障、誤報など。統計のために残ります"
    )


def check_words(facts: Suspicion) -> None:
    """What a choice obliges to say in words (R-012, R-061, R-063). Raises FactNeeded."""
    source = facts.awareness_source
    if (source.public_only or source is AwarenessSource.OTHER) and not facts.awareness_note:
        why = (
            "報道で知ったときは、媒体名やURL" if source.public_only else "「その他」のときは、誰からどのように知ったか"
        )
        raise FactNeeded("把握の経緯の補足", why)
    _check_other(facts.attack_kind, facts.attack_note, facts.affected_systems, facts.systems_note)


def _check_other(kind: AttackKind | None, note: str, systems: tuple[SystemKind, ...], systems_note: str) -> None:
    if kind is AttackKind.OTHER and not note:
        raise FactNeeded("攻撃の種別の補足", "「その他」のときは、どのような攻撃か")
    if SystemKind.OTHER in systems and not systems_note:
        raise FactNeeded("影響を受けたシステムの補足", "「その他」のときは、システムの名称")


def add_facts(case: CaseFile, facts: MoreFacts, deed: Deed) -> None:
    _check_other(facts.attack_kind, facts.attack_note, facts.affected_systems, facts.systems_note)
    if facts.occurred_at:
        moments.not_after("発生日時", facts.occurred_at, "覚知日時", case.detected_at)
        case.occurred_at, case.occurred_approx = facts.occurred_at, facts.occurred_approx
    for name in ("what_happened", "attack_kind", "contact_person", "contact_phone", "attack_note", "systems_note"):
        if value := getattr(facts, name):
            setattr(case, name, value)
    if facts.affected_systems:
        known = {one for one in case.affected_systems if one != SystemKind.UNKNOWN}
        case.affected_systems = sorted({*known, *facts.affected_systems})


def confirm_facts(case: CaseFile, facts: Confirmation, deed: Deed) -> None:
    moments.not_before("確認日時", facts.confirmed_at, "覚知日時", case.detected_at)
    case.facility_confirmed_at = case.facility_confirmed_at or facts.confirmed_at


def attach_facility(case: CaseFile, facts: FacilityFound, deed: Deed) -> None:
    """The case keeps its number and everything in it; only the facility is another (R-063). The desk has found it."""
    found = deed.facility
    assert found is not None
    if found.id == case.facility_id:
        raise ActNotOpen("医療機関等を特定する", ["この案件は、既にその医療機関等に結び付いています。"])
    if not case.reported_facility:
        case.reported_facility = case.facility.name
    case.facility = found


def close_as_not_attack(case: CaseFile, facts: NotAttack, deed: Deed) -> None:
    moments.not_before("確認日時", facts.confirmed_at, "覚知日時", case.detected_at)
    case.attack, case.result, case.judged_at = Attack.NO, Result.NOT_ATTACK, facts.confirmed_at
    case.closed_at, case.ending, case.ending_reason = deed.now, Ending.NOT_ATTACK, facts.reason


ACTS: tuple[Act[Any], ...] = (
    Act(
        "report_suspicion",
        "suspicion_reported",
        "疑いを受け付ける",
        Suspicion,
        DESK,
        change=lambda case, facts, deed: None,
        opens_case=True,
        help="医療機関等がサイバー攻撃を受けた疑いを受け付け、案件を開きます。証拠は要りません。",
        tells="当番の職員に通知します",
        source=("M-1.2b", "M-2.1"),
    ),
    Act(
        "add_facts",
        "facts_added",
        "事実を追記する",
        MoreFacts,
        DESK | {Role.INSPECTOR},
        change=add_facts,
        anytime=True,
        help="後から分かった事実を書き加えます。空欄の項目は変わりません。",
        source=("M-2.1",),
    ),
    Act(
        "attach_facility",
        "facility_attached",
        "医療機関等を特定する",
        FacilityFound,
        DESK,
        change=attach_facility,
        anytime=True,
        help="特定中の案件を登録のある医療機関等に結び付けます。取り違えていたときは改めます。番号は変わりません。",
        source=("M-2.1p",),
    ),
    Act(
        "confirm_facts",
        "facts_confirmed",
        "医療機関等への確認を記録する",
        Confirmation,
        DESK,
        change=confirm_facts,
        anytime=True,
        requires=(
            Requirement(
                "医療機関等がまだ特定されていません。先に「医療機関等を特定する」を行ってください。",
                lambda case: not case.facility.unidentified,
                "M-2.1p",
            ),
        ),
        help="医療機関等に直接確認した内容を残します。",
        source=("M-2.1",),
    ),
    Act(
        "close_as_not_attack",
        "closed_as_not_attack",
        "サイバー攻撃ではないと確認し終了する",
        NotAttack,
        DESK,
        change=close_as_not_attack,
        anytime=True,
        requires=(
            Requirement(
                "サイバー攻撃によると判断されています。先に判断をし直してください。",
                lambda case: not readings.attacked(case),
                "M-1.3",
            ),
        ),
        help="誤報や機器の故障と分かったときに、国への連絡をせずに終了します。",
        tells="担当者に通知します",
        source=("M-1.2b",),
    ),
)
