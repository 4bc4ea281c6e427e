"""The letters' texts: cases/letters/<name>/subject.txt and body.txt, filled from the case's facts.

Every letter says first whether the reader must act or is informed, then what, by when, why (source), and where.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cases import readings
from cases.calendars import Calendar
from cases.japanese_dates import jst_words
from cases.office.roster import Person
from cases.post.template import dress
from cases.post.words import due_words, left_words, mailable
from cases.records import CaseFile, Exchange, Letter, Report, Task
from cases.rulebook import rulebook
from cases.vocabulary import ClockState, ExchangeState, Informed, LetterState, ReportState, TaskState

ANSWER = "inquiry-answer"
WAY = {
    Informed.NOW: LetterState.WRITTEN,
    Informed.DIGEST: LetterState.GATHERED,
    Informed.SCREEN: LetterState.ON_SCREEN,
}


@dataclass(frozen=True)
class Sender:
    """What every letter of this installation carries."""

    base_url: str
    practice: bool
    domain: str = "renraku.invalid"


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
    calendar: Calendar | None = None,
    own: Mapping[str, str] | None = None,
    notes: tuple[str, ...] = (),
    quiet: bool = False,
) -> Letter:
    """A letter to one person. `key` names what owes it; the same key gives the same Message-ID. `calendar` is that of
    the office that has to act; `own`: words that this letter alone has, or has otherwise; `notes`: sentences right
    below the heading; `quiet`: on the screen only.
    """
    words = _words(name, case, to, tasks, sender=sender, now=now, calendar=calendar or Calendar()) | dict(own or {})
    letter = finished(
        name,
        words,
        to,
        case.id,
        case.authority_code,
        must_act=must_act,
        key=key,
        sender=sender,
        now=now,
        notes=notes,
        quiet=quiet,
    )
    letter.due_at = _due_meant(name, case, to, tasks)[0]
    return letter


def finished(
    name: str,
    words: Mapping[str, str],
    to: Person,
    case_id: int | None,
    authority_code: str,
    *,
    must_act: bool,
    key: str,
    sender: Sender,
    now: datetime,
    notes: tuple[str, ...] = (),
    quiet: bool = False,
) -> Letter:
    """The letter dressed in its words: every letter of the house is made here. It goes out at once, waits for the
    reader's digest, or stands on the screen only, as `to.wish` says of such a letter.
    """
    wished = Informed.SCREEN if quiet else to.wish.of(name, must_act=must_act)
    dressed = dress(name, words, must_act=must_act, practice=sender.practice, notes=notes)
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return Letter(
        case_id=case_id,
        authority_code=authority_code,
        key=key,
        name=name,
        recipient_id=to.id or None,
        recipient_office=to.office,
        address=to.address,
        must_act=must_act,
        subject=dressed.subject,
        body=dressed.text,
        html=dressed.html,
        message_id=f"<{digest}@{sender.domain}>",
        state=WAY[wished],
        written_at=now,
        next_try_at=to.wish.next_digest(now) if wished is Informed.DIGEST else now,
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
    own = {"party": to.name, "roles": to.roles, "link": "", **dict(to.details)}
    return write(name, case, person, [], must_act=True, key=key, sender=sender, now=now, own=own)


def _words(
    name: str, case: CaseFile, to: Person, tasks: list[Task], *, sender: Sender, now: datetime, calendar: Calendar
) -> dict[str, str]:
    report = _report_meant(name, case)
    due, label = _due_meant(name, case, to, tasks)
    return {
        "number": case.number,
        "facility": case.facility_name,
        "kind": case.facility.kind.label,
        "municipality": case.facility.municipality_name,
        "office": to.office,
        "tasks": "\n".join(_task_line(task, now, calendar) for task in tasks) or "・（なし）",
        "due": due_words(label, due, now, calendar) if due else "期限: 定めなし",
        "link": sender.base_url + ("/" if name.startswith("transfer_") else f"/case?number={case.number}"),
        "what_happened": mailable(case.what_happened),
        "result": case.result.label,
        "report": report.kind.label if report else "報告",
        "desk": report.desk if report else "",
        "reason": mailable(report.return_reason) if report else "",
        "reception": _reception(report),
        "opened": jst_words(case.opened_at),
        "exchange": _exchange_words(_exchange_meant(name, case)),
        "ending": mailable(case.ending_reason),
        "transfer": _transfer_words(case),
        "amendment": case.amendments[-1].kind.label if case.amendments else "",
        "amended": mailable(_amended_words(case)),
    }


def _due_meant(name: str, case: CaseFile, to: Person, tasks: list[Task]) -> tuple[datetime | None, str]:
    """Until when, and what kind of due it is: of the tasks listed; of what the ministry asked; of what the reader
    holds. Nothing where none of these has a due moment.
    """
    if name == "ministry_asked":
        running = [c for c in case.clocks if c.rule_id == ANSWER and c.state is ClockState.RUNNING]
        newest = max(running, key=lambda clock: clock.started_at, default=None)
        return (newest.due_at, newest.label) if newest else (None, "")
    held = [t for t in case.tasks if t.state is TaskState.OPEN and to.id and t.holder_id == to.id]
    return min(((t.due_at, t.due_label) for t in tasks or held if t.due_at), default=(None, ""))


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
        f"理由　{mailable(offer.reason)}",
        *([f"回答　{mailable(offer.answer)}"] if offer.answer else []),
    ]
    return "\n".join(lines)


def _task_line(task: Task, now: datetime, calendar: Calendar) -> str:
    if task.due_at is None:
        return f"・{task.title}"
    return f"・{task.title}（{task.due_label} {jst_words(task.due_at)}、{left_words(task.due_at, now, calendar)}）"


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
    words = f"第{exchange.seq}号　{exchange.kind.label}\n{mailable(exchange.question)}"
    if exchange.contact and not exchange.answered_at:
        words += f"\n連絡先: {exchange.contact}"
    for _, _, text in exchange.parts or ():
        words += f"\n\n一部回答\n{mailable(text)}"
    declined = exchange.state is ExchangeState.DECLINED
    head = "回答できない理由" if declined else "回答"
    return f"{words}\n\n{head}\n{mailable(exchange.answer)}" if exchange.answered_at else words


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
