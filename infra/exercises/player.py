"""Plays a scenario: each step in time order, through the desk; after it the flows until nothing is pending."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cases import handbook
from cases.casework.remediation import checklist_editions
from cases.clock import HandClock
from cases.clocks import sweep
from cases.desk.door import Desk, at_desk
from cases.errors import Refused
from cases.japanese_dates import jst_words
from cases.ministry.views import RequestView
from cases.post.writing import Sender
from cases.vocabulary.signals import Names, signal
from infra.exercises import link_deeds, look, names
from infra.exercises.cast import Cast, authority
from infra.exercises.expectations import Outcome, compare
from infra.exercises.ground import Ground
from infra.exercises.office_deeds import office_deeds
from infra.exercises.post_box import PostBox, open_post_box
from infra.exercises.scenario import MAIL, Scenario, Step
from infra.exercises.words import code_of, read_facts
from ui import texts

SENDER = "renraku@renraku.invalid"


@dataclass
class Event:
    """What became of one step, for the timeline."""

    at: datetime
    kind: str
    """inject, act, refused, engine, mail or look."""
    text: str
    who: str = ""
    act: str = ""
    case: str = ""
    refusal: str = ""
    engine: list[look.EngineDeed] = field(default_factory=list)
    expectations: list[Outcome] = field(default_factory=list)
    mark: str = ""


@dataclass
class Played:
    """The whole exercise, played."""

    scenario: Scenario
    events: list[Event]
    cases: dict[str, look.CaseSeen]
    delivered: int
    """Letters that the exercise's SMTP server received."""
    requests: tuple[RequestView, ...] = ()
    """What the ministry asked of authorities, newest first."""

    @property
    def expectations(self) -> list[Outcome]:
        return [one for event in self.events for one in event.expectations]

    @property
    def ok(self) -> bool:
        return all(one.ok for one in self.expectations)


class Player:
    """One play of one scenario on a ground where its cast is hired already. `post`: letters are sent for real."""

    def __init__(
        self,
        ground: Ground,
        cast: Cast,
        scenario: Scenario,
        *,
        post: bool = True,
        drain: Callable[[], Awaitable[object]] | None = None,
        base_url: str = "http://127.0.0.1:8501",
    ) -> None:
        """`drain`: what does the pending work, when it is not to be the flows themselves. `base_url`: what the letters
        link to."""
        self._base_url = base_url
        self._ground, self._cast, self._scenario, self._post = ground, cast, scenario, post
        self._work = drain or self._flows
        self._clock = HandClock(scenario.starts)
        self._cases: dict[str, int] = {}
        self._links = link_deeds.Links()
        self._engine_up = True
        self._box = PostBox()
        self._seen_to = 0

    async def play(self) -> Played:
        """Every step. A refusal and a failed expectation are noted, and the play goes on."""
        async with open_post_box() if self._post else nullcontext(PostBox()) as box:
            self._box = box
            self._enter_world(box.port)
            lines = look.engine_lines(self._ground, 0)
            self._seen_to = lines[-1].id if lines else 0
            events = [await self._step(step) for step in self._scenario.step]
            cases = {name: self._see(case_id) for name, case_id in self._cases.items()}
        if self._post:
            events.append(self._post_count({message for message, _ in box.arrived}))
        requests = look.requests(self._ground, self._clock)
        return Played(self._scenario, events, cases, len(box.arrived), requests)

    def _enter_world(self, port: int) -> None:
        from flows import world
        from flows.mail.mailer import Mailer, MailServer

        mailer = Mailer(MailServer("127.0.0.1", port, SENDER, timeout=10.0))
        sender = Sender(self._base_url, practice=True)
        world.enter(world.World(self._ground.engine, self._clock, sender, mailer))

    async def until(self, moment: datetime) -> None:
        """After the play: let time pass to that moment, with all that the clocks have to say meanwhile."""
        await self._time_passes(moment)

    async def _time_passes(self, moment: datetime) -> list[look.EngineDeed]:
        """Move the clock forward, halting wherever a clock speaks, as an engine that is awake does."""
        done: list[look.EngineDeed] = []
        last: datetime | None = None
        while self._engine_up:
            due = sweep.next_moment(self._ground.engine)
            if due is None or due > moment or due == last:  # one that stays waits for an official
                break
            last = due
            self._clock.set(max(due, self._clock.now()))
            done += await self._drain()
        self._clock.set(moment)
        return done

    async def _step(self, step: Step) -> Event:
        before = await self._time_passes(step.at)
        try:
            event = self._deed(step)
            event.engine = before
            if self._engine_up and event.kind in ("act", "engine", "mail"):
                event.engine = before + await self._drain()
            if step.expect:
                event.expectations += self._expectations(step)
        except Exception as error:
            error.add_note(f"再生していた step: {jst_words(step.at, with_year=True)} {step.act or step.engine or ''}")
            raise
        event.mark = step.mark
        return event

    def _deed(self, step: Step) -> Event:
        if step.act:
            return self._act(step)
        if step.mail:
            return self._mail(step)
        if step.engine:
            self._engine_up = step.engine == "up"
            words = "自動処理が動き出しました" if self._engine_up else "自動処理が止まりました"
            return Event(step.at, "engine", words)
        if step.inject:
            return Event(step.at, "inject", step.inject)
        return Event(step.at, "look", "", case=step.case)

    def _act(self, step: Step) -> Event:
        if step.act in names.links():
            return self._by_link(step)
        member = self._cast.find(step.by)
        who = self._ground.people[member.login]
        case_id = self._cases.get(step.case)
        event = Event(step.at, "act", _label(step.act), who.office, step.act, step.case)
        try:
            with at_desk(self._ground.doors, who, self._clock, practice=True) as desk:
                if step.act in names.office():
                    self._office_deed(desk, step)
                else:
                    as_seen = self._as_seen(step, case_id)
                    facts = self._with_file(desk, step, self._facts(step), case_id)
                    taken = desk.take(step.act, case_id, facts, as_seen)
                    self._cases.setdefault(step.case, taken.case_id)
                    if taken.once:
                        self._links.add(step.case, step.act, taken.once)
        except Refused as refused:
            event.kind, event.refusal, event.text = "refused", refused.code, texts.sentence(refused)
        event.expectations += _as_expected(step, event)
        return event

    def _by_link(self, step: Step) -> Event:
        """Whoever holds the link does something with it."""
        deed = link_deeds.link_deeds()[step.act]
        event = Event(step.at, "act", deed.label, "リンクを持つ者", step.act, step.case)
        try:
            facts = deed.facts.checked(deed.label, read_facts(deed.facts, step.facts))
            token = self._links.find(step.case, facts.link, deed.by_link)
            event.who = link_deeds.take(deed, facts, token, self._ground.doors, self._clock)
        except Refused as refused:
            event.kind, event.refusal, event.text = "refused", refused.code, texts.sentence(refused)
        event.expectations += _as_expected(step, event)
        return event

    def _with_file(self, desk: Desk, step: Step, facts: dict[str, Any], case_id: int | None) -> dict[str, Any]:
        """A file that is named: a new one is laid in first, one that is there is found by its name."""
        name = facts.get("file")
        if step.act not in link_deeds.FILE_ACTS or not isinstance(name, str) or case_id is None:
            return facts
        content = facts.pop(link_deeds.CONTENT, "")
        if step.act == "keep_file":
            facts["file"] = desk.lay_in(case_id, name, link_deeds.bytes_of(name, content)).id
        else:
            facts["file"] = look.file(self._ground, case_id, name)
        return facts

    def _mail(self, step: Step) -> Event:
        """From now on letters to these people are refused, delayed or delivered by the mail server."""
        for who, way in step.mail.items():
            self._box.ways[self._cast.find(who).email] = way
        words = "、".join(f"{self._cast.find(who).full}あて {MAIL[way]}" for who, way in step.mail.items())
        return Event(step.at, "mail", f"メールの届き方が変わりました: {words}")

    def _office_deed(self, desk: Desk, step: Step) -> None:
        deed = office_deeds()[step.act]
        facts = read_facts(deed.facts, step.facts)
        for name in deed.officers:
            given = facts.get(name)
            if given is not None:
                facts[name] = [self._login(x) for x in given] if isinstance(given, list) else self._login(str(given))
        for name in deed.authorities:
            facts[name] = [authority(str(one))[0] for one in facts.get(name, ())]
        deed.do(desk, deed.facts.checked(deed.label, facts), self._ground.owner)

    def _facts(self, step: Step) -> dict[str, Any]:
        """The facts as the act takes them; an officer named as people do is named by login."""
        if step.act not in names.acts():
            return dict(step.facts)
        model = handbook.find(step.act)[1].facts
        facts = read_facts(model, step.facts)
        for name, entry in model.model_fields.items():
            if name in facts and signal(entry, Names) is Names.OFFICER:
                facts[name] = self._login(str(facts[name]))
        if "task" in facts:
            facts["task"] = code_of(str(facts["task"]), names.tasks()) or facts["task"]
        if step.act == "record_checklist":
            known = {one.id: one.label for one in checklist_editions.usable()}
            facts["template"] = code_of(str(facts.get("template")), known) or facts.get("template")
        second = handbook.find(step.act)[1].second
        if second and (other := self._cases.get(str(facts.get(second.named)))):
            facts[second.named] = look.number(self._ground, other)
        if isinstance(group := facts.get("group"), str) and not group.isdecimal():
            facts["group"] = look.group(self._ground, group) or group
        return facts

    def _login(self, who: str) -> str:
        try:
            return self._cast.find(who).login
        except LookupError:
            return who

    def _as_seen(self, step: Step, case_id: int | None) -> int | None:
        if step.as_seen is not None or case_id is None:
            return step.as_seen
        return look.version(self._ground, case_id)

    async def _flows(self) -> None:
        from flows.engine.drain import drain

        await drain(0, post=self._post)

    async def _drain(self) -> list[look.EngineDeed]:
        await self._work()
        lines = look.engine_lines(self._ground, self._seen_to)
        self._seen_to = lines[-1].id if lines else self._seen_to
        known = {case_id: name for name, case_id in self._cases.items()}
        return [
            look.EngineDeed(self._clock.now(), known.get(line.case_id, ""), said)
            for line in lines
            for said in ([f"失敗: {line.label}"] if line.failed else line.done)
        ]

    def _see(self, case_id: int) -> look.CaseSeen:
        return look.see(self._ground, case_id, self._clock)

    def _expectations(self, step: Step) -> Iterator[Outcome]:
        assert step.expect is not None
        case_id = self._cases.get(step.case)
        if case_id is None:
            yield Outcome(f"案件「{step.case}」", "ある", "まだ受け付けられていない", False)
            return
        seen = self._see(case_id)
        yield from compare(step.expect, seen, lambda who: self._cast.find(who).full)
        for name, expected in step.expect.visible.items():
            viewer = self._ground.people[self._cast.viewer(name).login]
            found = look.finds(self._ground, viewer, case_id, seen.sheet.number, self._clock)
            words = {True: "見える", False: "見えない"}
            yield Outcome(f"{name}から案件が", words[expected], words[found], expected == found)

    def _post_count(self, arrived: set[str]) -> Event:
        """Whatever the outbox says was sent must have arrived at the mail server, and nothing twice unseen."""
        sent = look.sent(self._ground)
        event = Event(self._clock.now(), "look", "発送の確認")
        ok = sent == arrived
        event.expectations = [Outcome("届いた通知", f"{len(sent)} 通（発送済みのすべて）", f"{len(arrived)} 通", ok)]
        return event


def _label(name: str) -> str:
    return names.deeds().get(name, name)


def _as_expected(step: Step, event: Event) -> Iterator[Outcome]:
    """Whether the refusal, or the deed, was right; nothing is said of a deed that was simply done."""
    if not step.refused and not event.refusal:
        return
    found = f"断られた（{event.refusal}: {event.text}）" if event.refusal else "行われた"
    expected = f"断られる（{'、'.join(step.refused)}）" if step.refused else "行われる"
    yield Outcome(f"操作「{_label(step.act)}」", expected, found, event.refusal in step.refused)
    if step.because:
        yield Outcome("断りの文", f"「{step.because}」を含む", event.text or "行われた", step.because in event.text)
