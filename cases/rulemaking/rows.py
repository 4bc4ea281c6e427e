"""What the rules page lists: drafts, switchings, lengths, days and desks as plain values, and their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from cases.clocks.deadlines import length_words
from cases.records import AuthorityTarget, ContactDeskEntry, RuleSetEntry
from cases.rulebook import CalendarKind, ContactDesk, RuleSet, TimingRule, Unit, rulebook
from cases.rulemaking.facts import OwnTarget
from cases.vocabulary import DayKind, RuleState


@dataclass(frozen=True)
class SetDraft:
    """A file handed in: waiting, confirmed or withdrawn; `mine` when this officer drafted it."""

    id: int
    set_id: str
    title: str
    effective_from: date
    state: RuleState
    body: str
    drafted: str
    drafted_at: datetime
    settled: str
    settled_at: datetime | None
    note: str
    mine: bool


@dataclass(frozen=True)
class SwitchLine:
    """One switching on or off, for the set's history."""

    set_id: str
    enabled: bool
    reason: str
    confirmed_by: str
    by: str
    at: datetime


@dataclass(frozen=True)
class TargetLine:
    """A clock rule as it stands for this authority today; `own` tells whose length it is when it is not the house's."""

    rule: TimingRule
    length: str
    own: str
    history: tuple[str, ...]


@dataclass(frozen=True)
class DayLine:
    on: date
    kind: DayKind
    source: str
    by: str
    at: datetime


@dataclass(frozen=True)
class DeskLine:
    """A version of the ministry's desk; `entry` is its number when it can be withdrawn, None for a shipped one."""

    desk: ContactDesk
    entry: int | None
    entered: str
    withdrawn: str


def draft_line(row: RuleSetEntry, officer_id: int) -> SetDraft:
    settled = row.confirmed_office
    return SetDraft(
        row.id,
        row.set_id,
        row.title,
        row.effective_from,
        row.state,
        row.body,
        row.drafted_office,
        row.drafted_at,
        settled,
        row.settled_at,
        row.note,
        row.drafted_by == officer_id,
    )


def desk_line(desk: ContactDesk, rows: dict[int, ContactDeskEntry]) -> DeskLine:
    number = int(desk.id.removeprefix("entry-")) if desk.id.startswith("entry-") else None
    entered = rows[number].entered_office if number in rows else ""
    return DeskLine(desk, number, entered, "")


def clock_time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def set_texts(body: str) -> list[str]:
    """The text of each [[set]], with what stands before the first one."""
    parts: list[list[str]] = []
    for line in body.splitlines():
        if line.strip().replace(" ", "") == "[[set]]" or line.strip().startswith("[[set]]"):
            parts.append([])
        if parts:
            parts[-1].append(line)
    return ["\n".join(part) + "\n" for part in parts]


def changes(one: RuleSet) -> list[str]:
    """What a set would change when it is confirmed."""
    start = one.effective_from.isoformat() if one.effective_from else ""
    known = [old for old in rulebook().sets if old.id == one.id]
    state = "有効" if one.enabled else "有効にしない（登録のみ）"
    kind = f"{one.legal_nature.label}、{one.verification.label}"
    lines = [f"「{one.title}」（{kind}）が {start} から加わります（{state}）。"]
    if known:
        lines = [f"「{one.title}」の新しい版が {start} から適用されます（{state}）。前の版はその前日で終わります。"]
    lines += [f"内容: {one.summary}", f"根拠の文書: {one.source}"]
    for duty in one.duties:
        lines.append(f"{duty.actor}に求めること: {duty.deed}（相手: {duty.recipient}　{duty.timing_word}）")
    for n, row in enumerate(one.triggers, start=1):
        lines.append(f"判断の表 {n}行目: {row.label} ― {row.words}")
    for rule in one.timings:
        old = next((r for r in rulebook().timings if r.id == rule.id and r.in_force(rule.effective_from)), None)
        before = length_words(old) if old else "なし"
        day = rule.effective_from.isoformat()
        lines.append(f"時間の規則「{rule.title}」は {day} から {length_words(rule)} になります（今は {before}）。")
    lines.append("既に始まった計時と、既に受け付けた案件の定めは変わりません。")
    return lines


def target_words(rule: TimingRule, row: AuthorityTarget) -> str:
    length = f"{row.length}{row.unit.label}" if row.unit else "製品の目安に戻す"
    return f"{row.effective_from.isoformat()}から {length}　{row.reason}（{row.set_office}）"


def not_adjustable(rule: TimingRule, facts: OwnTarget) -> str:
    if not rule.adjustable:
        return "法令の期間、又は期限を計算しない規則のため、自治体ごとに定めることはできません。"
    open_units = (Unit.OPEN_HOURS, Unit.OPEN_DAYS)
    if facts.length and rule.calendar is CalendarKind.AROUND_THE_CLOCK and facts.unit in open_units:
        return "夜間・休日も進む規則のため、開庁時間や開庁日では数えられません。分・時間・日で定めてください。"
    return ""
