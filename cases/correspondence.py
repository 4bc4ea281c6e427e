"""The letters' texts: cases/letters/<name>/subject.txt and body.txt, filled from the case's facts.

Every letter says first whether the reader must act or is informed, then what, by when, why (source), and where.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from string import Formatter

from cases import readings
from cases.assignment import Person
from cases.japanese_dates import jst_words
from cases.records import CaseFile, Exchange, Letter, Report, Task
from cases.rulebook import rulebook
from cases.vocabulary import ExchangeState, LetterState, ReportState

FOLDER = Path(__file__).parent / "letters"
FIELDS = frozenset(
    {
        "clock",
        "amended",
        "contact",
        "content",
        "event",
        "title",
        "amendment",
        "desk",
        "due",
        "ending",
        "exchange",
        "facility",
        "heading",
        "holders",
        "kind",
        "label",
        "late",
        "left",
        "link",
        "municipality",
        "number",
        "party",
        "roles",
        "door",
        "until",
        "wished",
        "office",
        "opened",
        "reception",
        "reason",
        "report",
        "result",
        "started",
        "tasks",
        "transfer",
        "what_happened",
        "why",
    }
)


@dataclass(frozen=True)
class Sender:
    """What every letter of this installation carries."""

    base_url: str
    practice: bool
    domain: str = "renraku.invalid"


@cache
def template(name: str) -> tuple[str, str]:
    """(subject, body) of a letter. Raises LookupError when a file is missing or names an unknown field."""
    folder = FOLDER / name
    try:
        subject = (folder / "subject.txt").read_text(encoding="utf-8").strip()
        body = (folder / "body.txt").read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise LookupError(f"文面がありません: {missing.filename}") from None
    unknown = {field for _, field, _, _ in Formatter().parse(subject + body) if field} - FIELDS
    if unknown:
        raise LookupError(f"文面 {name} に不明な差し込み項目があります: {'、'.join(sorted(unknown))}")
    return subject, body


def write(
    name: str,
    case: CaseFile,
    to: Person,
    tasks: list[Task],
    *,
    must_act: bool,
    key: str,
    sender: Sender,
    now: datetime,
    own: Mapping[str, str] | None = None,
) -> Letter:
    """A letter to one person. `key` names what owes it; the same key gives the same Message-ID. `own`: words that this
    letter alone has, or has otherwise.
    """
    subject, body = template(name)
    words = _words(name, case, to, tasks, must_act=must_act, sender=sender) | dict(own or {})
    mark = "【演習】" if sender.practice else ""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return Letter(
        case_id=case.id,
        authority_code=case.authority_code,
        key=key,
        name=name,
        recipient_id=to.id,
        recipient_office=to.office,
        address=to.address,
        must_act=must_act,
        subject=mark + subject.format(**words),
        body=(f"{mark}この通知は演習用です。\n\n" if sender.practice else "") + body.format(**words),
        message_id=f"<{digest}@{sender.domain}>",
        state=LetterState.WRITTEN,
        due_at=min((task.due_at for task in tasks if task.due_at), default=None),
        written_at=now,
        next_try_at=now,
    )


@dataclass(frozen=True)
class Outsider:
    """Somebody without an account, by address; `roles` in words, `details` what the letter's own fields say."""

    name: str
    address: str
    roles: str = ""
    details: tuple[tuple[str, str], ...] = ()


def write_outside(name: str, case: CaseFile, to: Outsider, *, key: str, sender: Sender, now: datetime) -> Letter:
    """A letter to somebody outside: no link to our screens, which are closed to them."""
    person = Person(0, to.name, to.address, frozenset(), None, "")
    letter = write(name, case, person, [], must_act=True, key=key, sender=sender, now=now, own=_outside_words(case, to))
    letter.recipient_id = None
    return letter


def _outside_words(case: CaseFile, to: Outsider) -> dict[str, str]:
    contact = "　".join(filter(None, [case.contact_person, case.contact_phone])) or "不明・確認中"
    return {"party": to.name, "roles": to.roles, "contact": contact, "link": "", **dict(to.details)}


def _words(
    name: str, case: CaseFile, to: Person, tasks: list[Task], *, must_act: bool, sender: Sender
) -> dict[str, str]:
    report = _report_meant(name, case)
    due, label = min(((t.due_at, t.due_label) for t in tasks if t.due_at), default=(None, "目安"))
    return {
        "number": case.number,
        "facility": case.facility_name,
        "kind": case.facility.kind.label,
        "municipality": case.facility.municipality_name,
        "office": to.office,
        "heading": "【対応をお願いします】" if must_act else "【情報提供】対応は不要です。",
        "tasks": "\n".join(_task_line(task) for task in tasks) or "・（なし）",
        "due": f"{label}: {jst_words(due)} まで" if due else "目安: 定めなし",
        "link": sender.base_url + ("/" if name.startswith("transfer_") else f"/case?number={case.number}"),
        "what_happened": case.what_happened,
        "result": case.result.label,
        "report": report.kind.label if report else "報告",
        "desk": report.desk if report else "",
        "reason": report.return_reason if report else "",
        "reception": _reception(report),
        "opened": jst_words(case.opened_at),
        "exchange": _exchange_words(_exchange_meant(name, case)),
        "ending": case.ending_reason,
        "transfer": _transfer_words(case),
        "amendment": case.amendments[-1].kind.label if case.amendments else "",
        "amended": _amended_words(case),
    }


def _transfer_words(case: CaseFile) -> str:
    """The newest offer: the other authority reads no more of the case than this."""
    if not case.transfers:
        return ""
    offer = case.transfers[-1]
    names = [rulebook().authority(code).name for code in (offer.from_code, offer.to_code)]
    lines = [
        f"申出元　{names[0]}（{offer.offered_by}）",
        f"移送先　{names[1]}" + (f"（{offer.answered_by}）" if offer.answered_by else ""),
        f"医療機関等　{offer.facility}（{offer.municipality}）",
        f"把握　{jst_words(offer.grasped_at, with_year=True)}",
        f"理由　{offer.reason}",
        *([f"回答　{offer.answer}"] if offer.answer else []),
    ]
    return "\n".join(lines)


def _task_line(task: Task) -> str:
    due = f"（{task.due_label} {jst_words(task.due_at)}）" if task.due_at else ""
    return f"・{task.title}{due}"


def _report_meant(name: str, case: CaseFile) -> Report | None:
    """The report that the letter speaks of: the one last sent or received, not one begun since; else the newest."""
    states = {"report_sent": readings.SENT, "report_received": (ReportState.RECEIVED,)}
    meant = [r for r in case.reports if r.state in states.get(name, tuple(ReportState))]
    return meant[-1] if meant else None


def _exchange_meant(name: str, case: CaseFile) -> Exchange | None:
    """The exchange that the letter speaks of: the one last answered or asked, in its direction."""
    if name in ("inquiry_answered", "advice_given"):
        by_ministry = name == "inquiry_answered"
        answered = [(at, e.seq, e) for e in case.exchanges if (at := _last_answered(e))]
        return max((a for a in answered if a[2].from_ministry == by_ministry), default=(None, 0, None))[-1]
    if name == "advice_asked_further":
        return next((e for e in reversed(case.exchanges) if not e.from_ministry and e.answered_at is None), None)
    asked = [e for e in case.exchanges if e.from_ministry == (name == "ministry_asked")]
    return asked[-1] if asked else None


def _exchange_words(exchange: Exchange | None) -> str:
    if exchange is None:
        return ""
    words = f"第{exchange.seq}号　{exchange.kind.label}\n{exchange.question}"
    if exchange.contact and not exchange.answered_at:
        words += f"\n連絡先: {exchange.contact}"
    for _, _, text in exchange.parts or ():
        words += f"\n\n一部回答\n{text}"
    declined = exchange.state is ExchangeState.DECLINED
    head = "回答できない理由" if declined else "回答"
    return f"{words}\n\n{head}\n{exchange.answer}" if exchange.answered_at else words


def _last_answered(exchange: Exchange) -> datetime | None:
    """When the exchange was answered last, in part or whole."""
    if exchange.answered_at or not exchange.parts:
        return exchange.answered_at
    return datetime.fromisoformat(exchange.parts[-1][0])


def _amended_words(case: CaseFile) -> str:
    if not case.amendments:
        return ""
    last = case.amendments[-1]
    words = [f"第{last.report_seq}報の{last.kind.label}", last.content, f"理由: {last.reason}"]
    return "\n".join(filter(None, words))


def _reception(report: Report | None) -> str:
    if report is None or report.desk_opens_at is None:
        return "受付時間内に送付されました。"
    return f"受付時間外の送付です。{jst_words(report.desk_opens_at)} から確認できます。"
