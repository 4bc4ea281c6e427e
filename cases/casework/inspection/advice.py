"""Technical advice: a thread of questions and answers; an advice, not an order; published without what identifies.

Source: M-3.4; R-124, R-125, R-126. A thread is one numbered exchange; its messages are lines that are never changed.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cases.casework.inspection import anonymise
from cases.casework.inspection.course import AFTER_THE_DAY
from cases.casework.inspection.powers import FIELD
from cases.errors import ActNotOpen, StillIdentifying
from cases.procedure import LONG, Act, Deed, Facts, Requirement
from cases.records import AdviceExample, AdviceMessage, CaseFile, Exchange, Inspection
from cases.vocabulary import AdviceTiming, ExchangeKind, ExchangeState, InspectionState, Role
from cases.vocabulary.signals import Lines

CONSULT, ADVISE = "厚生労働省に技術的事項を相談する", "技術的事項について助言する"
ASK_ON, END, PUBLISH = (
    "助言について重ねて尋ねる",
    "技術的事項の相談を終える",
    "助言を事例集に載せる",
)


class Consultation(Facts):
    question: Annotated[str, LONG] = Field(title="相談の内容（サイバーセキュリティに係る技術的事項等）", min_length=1)
    visit: int | None = Field(
        default=None, ge=1, title="立入検査・訪問の番号", description="立入検査等に係る相談のとき"
    )


class Advice(Facts):
    number: int = Field(title="相談の番号", ge=1)
    answer: Annotated[str, LONG] = Field(title="助言", min_length=1)


class FurtherQuestion(Facts):
    number: int = Field(title="相談の番号", ge=1)
    question: Annotated[str, LONG] = Field(title="重ねて尋ねる内容", min_length=1)


class ThreadEnd(Facts):
    number: int = Field(title="相談の番号", ge=1)


class Example(Facts):
    number: int = Field(title="相談の番号", ge=1)
    topic: str = Field(title="主題", min_length=1, max_length=120)
    question: Annotated[str, Lines(8)] = Field(title="相談（特定につながる記載を伏せたもの）", min_length=1)
    advice: Annotated[str, Lines(8)] = Field(title="助言（特定につながる記載を伏せたもの）", min_length=1)
    confirmed: bool = Field(title="特定につながる記載がないことを確かめた")


def consult_ministry(case: CaseFile, facts: Consultation, deed: Deed) -> None:
    visit = next((one for one in case.inspections if one.seq == facts.visit), None)
    if facts.visit is not None and visit is None:
        raise ActNotOpen(CONSULT, [f"第{facts.visit}号の立入検査・訪問はありません。"])
    number = max((e.seq for e in case.exchanges), default=0) + 1
    case.exchanges.append(
        Exchange(
            seq=number,
            kind=ExchangeKind.CONSULTATION,
            from_ministry=False,
            asked_by=deed.office,
            asked_by_id=deed.officer_id,
            asked_at=deed.now,
            question=facts.question,
            answer="",
            visit=facts.visit,
            timing=timing_of(visit),
        )
    )
    _say(case, number, facts.question, deed)


def timing_of(visit: Inspection | None) -> AdviceTiming:
    """Before, during or after the visit that the consultation is about (M-3.4)."""
    if visit is None or visit.state is InspectionState.CANCELLED:
        return AdviceTiming.GENERAL
    if visit.state is InspectionState.IN_PROGRESS:
        return AdviceTiming.DURING
    return AdviceTiming.AFTER if visit.state in AFTER_THE_DAY else AdviceTiming.BEFORE


def advise(case: CaseFile, facts: Advice, deed: Deed) -> None:
    waiting = [e for e in case.exchanges if not e.from_ministry and e.answered_at is None and e.seq == facts.number]
    if not waiting:
        raise ActNotOpen(ADVISE, [f"第{facts.number}号の相談で、回答待ちのものがありません。"])
    waiting[0].answer, waiting[0].answered_by, waiting[0].answered_at = facts.answer, deed.office, deed.now
    waiting[0].state = ExchangeState.ANSWERED
    _say(case, facts.number, facts.answer, deed, from_ministry=True)


def ask_further(case: CaseFile, facts: FurtherQuestion, deed: Deed) -> None:
    """The thread waits for the ministry again; what was answered before stays in its messages."""
    thread = _thread(case, facts.number, ASK_ON)
    if thread.answered_at is None:
        raise ActNotOpen(ASK_ON, [f"第{facts.number}号はまだ回答待ちです。"])
    if thread.thread_closed_at is not None:
        raise ActNotOpen(ASK_ON, [f"第{facts.number}号の相談は終えています。新しい相談として尋ねてください。"])
    thread.answered_at, thread.answered_by, thread.answer = None, "", ""
    thread.state = ExchangeState.WAITING
    thread.asked_by_id = deed.officer_id
    thread.question += f"\n\n〔追加〕{facts.question}"
    _say(case, facts.number, facts.question, deed)


def end_thread(case: CaseFile, facts: ThreadEnd, deed: Deed) -> None:
    thread = _thread(case, facts.number, END)
    if thread.answered_at is None:
        raise ActNotOpen(END, [f"第{facts.number}号はまだ回答待ちです。"])
    if thread.thread_closed_at is not None:
        raise ActNotOpen(END, [f"第{facts.number}号の相談はすでに終えています。"])
    thread.thread_closed_at, thread.thread_closed_by = deed.now, deed.office


def publish_advice(case: CaseFile, facts: Example, deed: Deed) -> None:
    """R-126. Raises StillIdentifying when a text names the facility, a vendor, a person, a number, a day."""
    thread = _thread(case, facts.number, PUBLISH)
    if thread.thread_closed_at is None:
        raise ActNotOpen(PUBLISH, [f"第{facts.number}号の相談がまだ終わっていません。"])
    if thread.thread_published_at is not None:
        raise ActNotOpen(PUBLISH, [f"第{facts.number}号は、すでに事例集に載っています。"])
    if not facts.confirmed:
        raise ActNotOpen(PUBLISH, ["特定につながる記載がないことを確かめてください。"])
    texts = (facts.topic, facts.question, facts.advice)
    if found := [one for text in texts for one in anonymise.left_in(text, anonymise.names_of(case))]:
        raise StillIdentifying(list(dict.fromkeys(found)))
    thread.thread_published_at = deed.now
    deed.books.keep(
        AdviceExample(
            topic=facts.topic,
            question=facts.question,
            advice=facts.advice,
            timing=thread.timing.label,
            searched=anonymise.folded("\n".join(texts)),
            published_at=deed.now,
        )
    )


def _say(case: CaseFile, number: int, text: str, deed: Deed, *, from_ministry: bool = False) -> None:
    case.advice_messages.add(
        AdviceMessage(number=number, from_ministry=from_ministry, at=deed.now, by=deed.office, text=text)
    )


def _thread(case: CaseFile, number: int, label: str) -> Exchange:
    for one in case.exchanges:
        if one.seq == number and one.kind is ExchangeKind.CONSULTATION:
            return one
    raise ActNotOpen(label, [f"第{number}号の相談はありません。"])


def open_consultations(case: CaseFile) -> bool:
    return any(not e.from_ministry and e.answered_at is None for e in case.exchanges)


def _threads(case: CaseFile, *, closed: bool) -> list[Exchange]:
    """Answered consultations, those still going on or those ended and not published."""
    answered = [e for e in case.exchanges if e.kind is ExchangeKind.CONSULTATION and e.answered_at is not None]
    if closed:
        return [e for e in answered if e.thread_closed_at is not None and e.thread_published_at is None]
    return [e for e in answered if e.thread_closed_at is None]


_ANSWERED = Requirement("助言を受けた、続いている相談がありません。", lambda case: bool(_threads(case, closed=False)))

ACTS: tuple[Act[Any], ...] = (
    Act(
        "consult_ministry",
        "ministry_consulted",
        CONSULT,
        Consultation,
        FIELD,
        change=consult_ministry,
        anytime=True,
        help="立入検査等の前・最中・後のいつでも相談できます。",
        tells="宛先: 厚生労働省",
        source=("M-3.4",),
    ),
    Act(
        "advise",
        "advice_given",
        ADVISE,
        Advice,
        frozenset({Role.MINISTRY}),
        change=advise,
        anytime=True,
        requires=(Requirement("回答を待つ相談がありません。", open_consultations),),
        help="命令ではなく助言として残ります。相談した職員に届きます。",
        source=("M-3.4",),
    ),
    Act(
        "ask_further",
        "asked_further",
        ASK_ON,
        FurtherQuestion,
        FIELD,
        change=ask_further,
        anytime=True,
        requires=(_ANSWERED,),
        help="同じ相談の続きとして尋ねます。",
        tells="宛先: 厚生労働省",
        source=("M-3.4",),
    ),
    Act(
        "end_thread",
        "thread_ended",
        END,
        ThreadEnd,
        FIELD,
        change=end_thread,
        anytime=True,
        requires=(_ANSWERED,),
        help="助言を受けて済んだ相談を閉じます。厚生労働省が、特定につながる記載を伏せて事例集に載せることがあります。",
        source=("M-3.4",),
    ),
    Act(
        "publish_advice",
        "advice_published",
        PUBLISH,
        Example,
        frozenset({Role.MINISTRY}),
        change=publish_advice,
        anytime=True,
        after_end=True,
        requires=(
            Requirement(
                "終えた相談で、事例集に載せていないものがありません。", lambda case: bool(_threads(case, closed=True))
            ),
        ),
        help="すべての自治体が読める事例になります。施設・会社・人・番号・日付などを伏せてください。",
        source=("M-3.4",),
    ),
)
