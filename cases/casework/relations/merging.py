"""Two cases of one event become one, and back again (R-057). Nothing is moved or deleted: the case that ends stays
readable where it is, and the one that goes on reads its calls, reports, judgements and clocks along with its own.

What the merge settles: the earliest 覚知 and 把握 of the lines hold; a clock that ran in either line goes on from its
own start, due as before; the judgement that stands is the latest of all lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.orm.attributes import set_committed_value

from cases import readings
from cases.casework.detection.judging import adopt
from cases.errors import ActNotOpen
from cases.judgement import Attack, Failure, Impact, Result
from cases.procedure import LONG, SURVIVOR, Act, Deed, Facts, Requirement, Second
from cases.records import CaseFile, RunningClock
from cases.vocabulary import ClockState, Ending, InspectionState, Role, TransferState
from cases.vocabulary.signals import Names

MERGE, UNMERGE = "この案件を別の案件に統合する", "案件の統合を取り消す"
PAIRS = (("detected_at", "detected_approx"), ("grasped_at", "grasped_approx"))
MOMENTS = (*(moment for moment, _ in PAIRS), "facility_confirmed_at")
KEPT = (ClockState.RUNNING, ClockState.PAUSED, ClockState.MET, ClockState.LATE)


class Merging(Facts):
    into: Annotated[str, Names.CASE] = Field(
        title="統合先（残す案件）の番号",
        description="この案件は終わり、記録は両方の案件に残ります",
        min_length=1,
        max_length=40,
    )
    reason: Annotated[str, LONG] = Field(title="同じ事案と判断した理由", min_length=1)


class Unmerging(Facts):
    reason: Annotated[str, LONG] = Field(title="統合を取り消す理由", min_length=1)


def merge_case(case: CaseFile, facts: Merging, deed: Deed) -> None:
    """`case` ends; `deed.other` goes on with what both lines know."""
    survivor = deed.other
    assert survivor is not None
    if missing := [*hindrances(case, survivor)]:
        raise ActNotOpen(MERGE, missing)
    lines = [case, *case.absorbed]
    _keep_own(survivor)
    _carry_clocks(survivor, lines)
    case.closed_at, case.ending = deed.now, Ending.MERGED
    case.ending_reason = f"案件 {survivor.number} に統合: {facts.reason}"
    case.merged_into_id = survivor.id
    for line in lines:
        line.survivor_id = survivor.id
    _set_lines(survivor, [*survivor.absorbed, *lines])
    _set_lines(case, [])
    _take_earliest(survivor)
    if any(line.judgements for line in lines):
        adopt(survivor, readings.judgements(survivor))
    survivor.ministry_knows = readings.ministry_knows(survivor)


def hindrances(case: CaseFile, survivor: CaseFile) -> Iterable[str]:
    """Why `case` cannot end in `survivor`, each with the way out."""
    if survivor.id == case.id:
        yield "統合先に、この案件自身は選べません。"
        return
    if survivor.authority_code != case.authority_code:
        yield "所管の異なる案件は統合できません。先に案件を移送してください。"
    if survivor.closed_at is not None:
        yield f"案件 {survivor.number} は終わっています。対応中の案件を選んでください。"
    if survivor.practice != case.practice:
        yield "演習の案件とそうでない案件は統合できません。"
    if survivor.facility.unidentified and not case.facility.unidentified:
        yield "統合先の医療機関等が特定されていません。先に特定するか、逆向きに統合してください。"
    elif survivor.facility_id != case.facility_id and not case.facility.unidentified:
        yield "医療機関等が異なります。原因が共通する別の案件は「共通の原因の案件と関連付ける」で関連付けてください。"
    if readings.reports_sent(case) and not readings.reports_sent(survivor):
        yield "この案件では報告を送付しています。報告のある案件が残るように、逆向きに統合してください。"
    if any(offer.state is TransferState.OFFERED for one in (case, survivor) for offer in one.transfers):
        yield "移送の申出に対する回答を待っています。先に取り下げてください。"
    if readings.unanswered(case):
        yield "厚生労働省からの照会・依頼に回答していません。回答するか、逆向きに統合してください。"
    if any(visit.state is InspectionState.PLANNED for visit in case.inspections):
        yield "計画中の立入検査・訪問があります。中止するか、逆向きに統合してください。"
    if not readings.items_settled(case):
        yield "確認を待つ改善の項目があります。確認を済ませるか、逆向きに統合してください。"


def unmerge_case(case: CaseFile, facts: Unmerging, deed: Deed) -> None:
    """`case` is open again as it was; `deed.other` keeps what is its own and what others brought into it."""
    survivor = deed.other
    assert survivor is not None
    if survivor.id != case.merged_into_id:
        raise ActNotOpen(UNMERGE, ["統合先の案件も統合されています。先にその統合を取り消してください。"])
    _keep_own(survivor)
    leaving = _below(case, survivor.absorbed)
    staying = [line for line in survivor.absorbed if line.id not in {one.id for one in leaving}]
    case.closed_at, case.ending, case.ending_reason = None, None, ""
    case.merged_into_id = case.survivor_id = None
    for line in leaving[1:]:
        line.survivor_id = case.id
    _set_lines(case, leaving[1:])
    _set_lines(survivor, staying)
    _return_clocks(survivor, leaving)
    _take_earliest(survivor)
    if any(line.judgements for line in leaving):
        _judge_alone(survivor)
    survivor.ministry_knows = readings.ministry_knows(survivor)
    if not staying:
        survivor.own_moments = None


def _below(case: CaseFile, lines: Iterable[CaseFile]) -> list[CaseFile]:
    """The case and what was merged into it, directly or through others."""
    found, every = [case], list(lines)
    for parent in found:
        found += [line for line in every if line.merged_into_id == parent.id]
    return found


def _set_lines(case: CaseFile, lines: list[CaseFile]) -> None:
    set_committed_value(case, "absorbed", sorted(lines, key=lambda line: line.id))


def _keep_own(case: CaseFile) -> None:
    """Note the case's own moments before the columns read others' too, and what was entered since."""
    own: dict[str, Any] = dict(case.own_moments or {})
    for name, (moment, _) in _expected(case).items():
        now: datetime | None = getattr(case, name)
        if case.own_moments is None or now != moment:
            own[name] = now.isoformat() if now else None
            if flag := dict(PAIRS).get(name):
                own[flag] = getattr(case, flag)
    case.own_moments = own


def _own(case: CaseFile, name: str) -> datetime | None:
    """The case's own moment, from before it read others'."""
    if case.own_moments is None:
        moment: datetime | None = getattr(case, name)
        return moment
    kept = case.own_moments.get(name)
    return datetime.fromisoformat(kept) if kept else None


def _expected(survivor: CaseFile) -> dict[str, tuple[datetime | None, bool]]:
    """The earliest moments of all lines, with 「頃」 where that line had it."""
    found: dict[str, tuple[datetime | None, bool]] = {}
    for name in MOMENTS:
        approx = dict(PAIRS).get(name, "")
        known = []
        for line in readings.lines(survivor):
            if moment := _own(line, name):
                flags = line.own_moments if line.own_moments is not None else {approx: getattr(line, approx, False)}
                known.append((moment, bool(flags.get(approx, False))))
        found[name] = min(known, default=(None, False))
    return found


def _take_earliest(survivor: CaseFile) -> None:
    for name, (moment, approx) in _expected(survivor).items():
        _set(survivor, name, moment, approx)


def _set(case: CaseFile, name: str, moment: datetime | None, approx: bool) -> None:
    setattr(case, name, moment)
    if flag := dict(PAIRS).get(name):
        setattr(case, flag, approx)


def _key(clock: RunningClock) -> tuple[str, str, datetime]:
    return clock.rule_id, clock.about, clock.started_at


def _carry_clocks(survivor: CaseFile, lines: list[CaseFile]) -> None:
    """Every clock of the lines that runs or was met goes on in the survivor, from its own start and due as before.

    Clocks of one of several things (an inquiry, a visit) stay where that thing is.
    """
    there = {_key(clock): clock for clock in survivor.clocks}
    for clock in lines[0].clocks:
        if clock.about or clock.state not in KEPT:
            continue
        known = there.get(_key(clock))
        if known is None:
            survivor.clocks.append(_copy(clock, clock.carried_from or lines[0].number))
        elif known.state is ClockState.RETURNED:
            known.state, known.met_at = clock.state, clock.met_at
            known.paused_at, known.pauses, known.due_at = clock.paused_at, list(clock.pauses), clock.due_at
            known.carried_from = clock.carried_from or lines[0].number


def _copy(clock: RunningClock, number: str) -> RunningClock:
    return RunningClock(
        rule_id=clock.rule_id,
        about=clock.about,
        stage=clock.stage,
        title=clock.title,
        timing_word=clock.timing_word,
        label=clock.label,
        source=list(clock.source),
        started_at=clock.started_at,
        due_at=clock.due_at,
        met_at=clock.met_at,
        state=clock.state,
        paused_at=clock.paused_at,
        pauses=list(clock.pauses or ()),
        carried_from=number,
    )


def _return_clocks(survivor: CaseFile, leaving: list[CaseFile]) -> None:
    """The clocks that the leaving lines brought end here, unless a line that stays had started the same one."""
    numbers = {line.number for line in leaving}
    for clock in survivor.clocks:
        if clock.carried_from not in numbers:
            continue
        same = [line for line in survivor.absorbed if _key(clock) in {_key(one) for one in line.clocks}]
        if same:
            clock.carried_from = same[0].number
        else:
            clock.state = ClockState.RETURNED


def _judge_alone(survivor: CaseFile) -> None:
    """The judgement that stands without the lines that left; none where nobody else had judged."""
    survivor.attack, survivor.failure = Attack.SUSPECTED, Failure.UNKNOWN
    survivor.leak, survivor.care = Impact.UNKNOWN, Impact.UNKNOWN
    survivor.result, survivor.judged_at = Result.AWAITING, None
    adopt(survivor, readings.judgements(survivor))


ACTS: tuple[Act[Any], ...] = (
    Act(
        "merge_case",
        "case_merged",
        MERGE,
        Merging,
        frozenset({Role.OFFICER, Role.SUPERVISOR, Role.MINISTRY}),
        change=merge_case,
        anytime=True,
        second=Second("into", "case_absorbed", "別の案件をこの案件に統合した"),
        help="同じ事案の案件が二つあるとき、片方を終えて一つにします。経過・記録・計時は失われません。",
        tells="両方の案件の経過に残ります",
        source=("M-1.4", "M-2.1"),
    ),
    Act(
        "unmerge_case",
        "case_unmerged",
        UNMERGE,
        Unmerging,
        frozenset({Role.SUPERVISOR}),
        change=unmerge_case,
        anytime=True,
        after_end=True,
        after_merge=True,
        requires=(Requirement("統合された案件ではありません。", lambda case: case.ending is Ending.MERGED),),
        second=Second(SURVIVOR, "case_released", "この案件への統合を取り消した"),
        help="統合が誤りと分かったとき、統合された案件を元に戻します。",
        source=("M-1.4", "M-2.1"),
    ),
)
