"""The step that lets the clocks of a case speak: reminders to the holders, then to their superiors, then the ministry.

It runs in every turn of a case, under the case's lock, so a reminder cannot cross with the act that makes it
needless. A clock speaks in a turn of its own stage (the sweep sees to that), so each stage can tell what it is about.
Source: house.md 5; R-046, R-053, R-064.
"""

from __future__ import annotations

from sqlalchemy import select

from cases import handbook
from cases.clocks.deadlines import is_overdue, remaining_words
from cases.clocks.reminders import Spoken, arm, speak
from cases.japanese_dates import jst_words
from cases.office.roster import Person
from cases.post.words import due_words
from cases.post.writing import write
from cases.records import Letter, ReminderLine, RunningClock, Task
from cases.rulebook import rulebook
from cases.system import CaseTurn
from cases.vocabulary import Audience, TaskState
from flows.steps.addressing import Addressed, addressed
from flows.steps.letter_writing import put
from flows.steps.programme import step
from flows.steps.recipients import everybody, lead_or_supervisors, ministry_desk, supervisors


@step("目安の近いもの・過ぎたものを知らせる")
def remind(turn: CaseTurn) -> None:
    """Let the stage's own clocks say what is due to be said, then set when each clock of the case speaks next."""
    for clock in turn.case.clocks:
        before = clock.rung_said
        spoken = speak(clock, turn.now) if clock.stage is turn.stage.key else None
        if spoken is not None:
            turn.spoken.append(spoken)
            if spoken.minutes >= 0 and not _missed_before(turn, clock, before):
                turn.missed.append(clock)
            _tell(turn, spoken)
        arm(clock, turn.now)


def _missed_before(turn: CaseTurn, clock: RunningClock, rung: int | None) -> bool:
    """Whether it was said already that this due moment has passed; a clock that began too late had its rung set."""
    if rung is None or rung < 0:
        return False
    said = select(ReminderLine.id).where(
        ReminderLine.clock_id == clock.id, ReminderLine.due_at == clock.due_at, ReminderLine.minutes >= 0
    )
    with turn.session.no_autoflush:  # a wave is written in one go
        return turn.session.scalar(said.limit(1)) is not None


def _tell(turn: CaseTurn, spoken: Spoken) -> None:
    clock, told = spoken.clock, set[int]()
    tasks = _tasks(turn, spoken)
    reached = [(audience, person) for audience in spoken.audiences() for person in _people(turn, audience, tasks)]
    if not reached:  # an office without anybody: the ministry's desk hears that nobody does
        reached = [(Audience.MINISTRY, person) for person in ministry_desk(turn)]
    for audience in dict.fromkeys(audience for audience, _ in reached):
        people = [person for group, person in reached if group is audience and person.id not in told]
        told |= {person.id for person in people}  # who is reached anyhow needs no letter as a stand-in
        for one in [each for person in people for each in addressed(turn, person, told)]:
            _write(turn, spoken, audience, one, tasks)
    late = f"（{spoken.late_words}）" if spoken.late else ""
    left = remaining_words(clock.due_at, turn.now)
    turn.done.append(f"「{clock.title}」（{left}）を {len(told)}名に知らせました{late}")


def _write(turn: CaseTurn, spoken: Spoken, audience: Audience, one: Addressed, tasks: list[Task]) -> None:
    clock, case, person = spoken.clock, turn.case, one.person
    mine = [task for task in tasks if task.holder_id == person.id]
    holds = audience is Audience.HOLDERS
    passed = is_overdue(clock.due_at, turn.now) or clock.due_at == turn.now
    name = ("reminder_exceeded" if passed else "reminder_before") if holds else "reminder_informed"
    due = f"{clock.due_at:%Y%m%dT%H%M%SZ}"

    def make() -> Letter:
        return write(
            name,
            case,
            person,
            mine or tasks,
            must_act=holds,
            key=f"{case.id}:clock:{clock.id}:{due}:{spoken.minutes}:{person.id}",
            sender=turn.sender,
            now=turn.now,
            calendar=turn.roster.calendar,
            notes=one.notes,
            quiet=one.quiet,
            own=_words(turn, spoken, tasks),
        )

    put(turn, name, person.office, make)
    turn.session.add(
        ReminderLine(
            case_id=case.id,
            authority_code=case.authority_code,
            clock_id=clock.id,
            due_at=clock.due_at,
            minutes=spoken.minutes,
            stands_for=list(spoken.stands_for),
            planned_at=spoken.planned_at,
            written_at=turn.now,
            late=spoken.late,
            audience=audience,
            recipient_id=person.id,
            recipient_office=person.office,
        )
    )


def _words(turn: CaseTurn, spoken: Spoken, tasks: list[Task]) -> dict[str, str]:
    clock = spoken.clock
    people = everybody(turn)
    named = (people.get(task.holder_id or 0) for task in tasks)
    holders = dict.fromkeys(person.office if person else "担当未定" for person in named)
    nature = "技術的助言" if clock.label == "目安" else clock.label
    return {
        "clock": clock.title,
        "label": clock.label,
        "left": remaining_words(clock.due_at, turn.now),
        "due": due_words(clock.label, clock.due_at, turn.now, turn.roster.calendar),
        "late": f"※ この通知は、{spoken.late_words}しています。\n" if spoken.late else "",
        "started": jst_words(clock.started_at, with_year=True),
        "why": f"{_sections(clock.source)}「{clock.timing_word}」（{nature}）",
        "holders": "、".join(holders) or "未定",
    }


def _sections(sentences: list[str]) -> str:
    """「平成30年10月29日通知 記２」 for the sentences that a clock stands on."""
    known = {sentence.id: sentence.section for sentence in rulebook().notice.sentences}
    figures = str.maketrans("1234", "１２３４")
    parts = {
        "別紙" if section == "A" else f"記{section.removeprefix('M-').translate(figures)}"
        for section in (known.get(one, "") for one in sentences)
        if section
    }
    return "平成30年10月29日通知 " + "、".join(sorted(parts, reverse=True)) if parts else "本製品の設計による目安"


def _tasks(turn: CaseTurn, spoken: Spoken) -> list[Task]:
    """The open tasks that wait for this clock."""
    codes = {
        template.code for stage in handbook.STAGES for template in stage.tasks if template.clock == spoken.clock.rule_id
    }
    return [task for task in turn.case.tasks if task.state is TaskState.OPEN and task.code in codes]


def _people(turn: CaseTurn, audience: Audience, tasks: list[Task]) -> list[Person]:
    """Whom the rung reaches. Where nobody holds the task, the case's officer does, else the supervisors."""
    if audience is Audience.SUPERVISORS:
        return supervisors(turn)
    if audience is Audience.MINISTRY:
        return ministry_desk(turn)
    people = everybody(turn)
    holders = dict.fromkeys(task.holder_id for task in tasks if task.holder_id)
    return [people[one] for one in holders if one in people] or lead_or_supervisors(turn)
