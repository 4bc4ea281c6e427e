"""演習用の受信箱: letters to me and to my area's facilities, read from the practice mailbox; none left."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html import escape
from pathlib import Path

import streamlit as st

from infra.settings import settings
from ui.counter import counter
from ui.parts.fault import answering
from ui.parts.letters import letter_html
from ui.parts.links import case_link
from ui.parts.session import at_desk
from ui.words import plain, when

EVERY_SECONDS = 3
MOST = 100
BOXES = ("あなた宛て", "管内の医療機関等宛て")
_CASE = re.compile(r"/case\?number=([0-9-]+)")


@dataclass(frozen=True)
class Received:
    name: str
    subject: str
    sender: str
    at: datetime
    body: str
    html: str
    recipient: str


def draw() -> None:
    st.title("演習用の受信箱", anchor=False)
    whose = st.segmented_control("受信箱", BOXES, default=BOXES[0], key="mailbox-whose", label_visibility="collapsed")
    if whose == BOXES[1]:
        st.caption("管内の医療機関等に送った周知・注意喚起です。リンクを開くと、医療機関等の立場で確認できます。")
    else:
        st.caption("あなた宛ての通知だけを表示します。演習ではメールは外へ出ず、ここに届きます。")
    letters(facilities=whose == BOXES[1])


@st.fragment(run_every=EVERY_SECONDS)
def letters(*, facilities: bool) -> None:
    with answering():
        with at_desk() as desk:
            mine = desk.circulars.addresses() if facilities else {desk.my_address()}
        found = letters_to(mine, settings().mailbox_dir)
        if not found:
            st.info(
                "まだ届いていません。周知・注意喚起を発出すると、ここに届きます。"
                if facilities
                else "まだ通知は届いていません。業務が割り当てられると、ここに届きます。"
            )
        now = counter().now()
        for letter in found:
            with st.expander(plain(f"{letter.subject}　―　{when(letter.at, now)}"), key=f"mail-{letter.name}"):
                st.html(f'<span class="rk-sub">差出人 {escape(letter.sender)}　宛先 {escape(letter.recipient)}</span>')
                shown, text = st.tabs(["表示", "文字だけの版"], key=f"mail-tabs-{letter.name}")
                with shown:
                    st.html(letter_html(letter.body, letter.html))
                with text:
                    st.text(letter.body)
                if number := _CASE.search(letter.body):
                    case_link(number[1], f"案件 {number[1]} を開く")


def letters_to(addresses: Collection[str], folder: Path) -> list[Received]:
    """The newest letters whose envelope names one of the addresses, newest first; at most 100."""
    wanted = {address.lower() for address in addresses}
    files = [path for part in ("new", "cur") for path in (folder / part).glob("*")]
    files.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    found: list[Received] = []
    for path in files:
        letter = _open(path)
        if letter is not None and wanted & _recipients(letter):
            found.append(_received(path, letter))
        if len(found) == MOST:
            break
    return found


def _open(path: Path) -> EmailMessage | None:
    try:
        return BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
    except OSError:
        return None


def _recipients(letter: EmailMessage) -> set[str]:
    return {str(one).strip().strip("<>").lower() for one in letter.get_all("X-Envelope-To", [])}


def _received(path: Path, letter: EmailMessage) -> Received:
    body, page = letter.get_body(("plain",)), letter.get_body(("html",))
    return Received(
        name=path.name,
        subject=str(letter.get("Subject", "（件名なし）")),
        sender=str(letter.get("From", "")),
        at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        body=str(body.get_content()) if body else "",
        html=str(page.get_content()) if page else "",
        recipient="、".join(sorted(_recipients(letter))),
    )
