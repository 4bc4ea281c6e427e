"""What can be said about a scenario without playing it: order, acts, facts, people, places, words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from pydantic import ValidationError

from cases import handbook
from cases.clock import JST
from infra.exercises import names
from infra.exercises.cast import Cast, authority, municipality
from infra.exercises.lines import Place
from infra.exercises.names import REFUSALS
from infra.exercises.scenario import Broken, Expect, Scenario, Step, read
from infra.exercises.words import choices, code_of, near, read_facts, told
from ui.complaints import complaint

Fault = tuple[Place, str]
_ALSO_THE_TIME = "日付だけでなく時刻も書いてください（例 2021-10-31T00:30:00）"


def load(file: Path) -> tuple[Scenario, Cast]:
    """The scenario, fit to be played, and who plays in it. Raises Broken with every fault that was found."""
    scenario, lines = read(file)
    cast, faults = _cast(scenario)
    faults += _faults(scenario, cast)
    if faults:
        raise Broken(str(file), [(lines.of(place), reason) for place, reason in faults])
    assert cast is not None
    return scenario, cast


def _cast(scenario: Scenario) -> tuple[Cast | None, list[Fault]]:
    bad = [fault for n, office in enumerate(scenario.office) for fault in _office(n, office.authority)]
    if bad:
        return None, bad
    cast = Cast.of(scenario)
    logins = [member.login for member in cast.members()]
    twice: list[Fault] = [(("office",), f"利用者ID「{x}」が重複しています。") for x in logins if logins.count(x) > 1]
    return cast, twice


def _office(n: int, name: str) -> Iterator[Fault]:
    try:
        authority(name)
    except LookupError as unknown:
        yield ("office", n, "authority"), str(unknown)


def _faults(scenario: Scenario, cast: Cast | None) -> Iterator[Fault]:
    day = scenario.starts.astimezone(JST).date()
    for n, facility in enumerate(scenario.facility):
        try:
            municipality(facility.municipality, facility.prefecture, day)
        except LookupError as unknown:
            yield ("facility", n, "municipality"), str(unknown)
    earlier, before = scenario.starts, "開始（starts）"
    cases: dict[str, bool] = {}
    for n, step in enumerate(scenario.step):
        if reason := _case(step, cases):
            yield ("step", n, "case"), reason
        if step.at < earlier:
            yield ("step", n, "at"), f"日時が{before}より前です。時刻の順に並べてください。"
        earlier, before = max(step.at, earlier), "前の step"
        for place, reason in _step(step, cast):
            yield ("step", n, *place), reason


def _case(step: Step, known: dict[str, bool]) -> str:
    """What is wrong with the name of the step's case. `known` takes the names: opened, or refused as it should be."""
    if step.act in names.acts() and handbook.find(step.act)[1].opens_case:
        if known.get(step.case) and not step.refused:
            return f"案件「{step.case}」はもう受け付けています。二つ目の案件には、case に別の名前を付けてください。"
        known[step.case] = known.get(step.case, False) or not step.refused
    about = (step.act and not step.refused) or step.expect
    if about and step.case not in known:
        hint = near(step.case, known)
        return f"案件「{step.case}」は、この step までに受け付けていません（report_suspicion）。{hint}"
    return ""


def _step(step: Step, cast: Cast | None) -> Iterator[Fault]:
    kinds = [name for name in ("inject", "act", "engine") if getattr(step, name)]
    if len(kinds) > 1:
        yield (), f"{'・'.join(kinds)} は一つの step に一つだけ書いてください。"
    if not kinds and step.expect is None:
        yield (), "inject・act・engine・expect のどれかを書いてください。"
    if step.act:
        yield from _act(step, cast)
    else:
        for name in ("by", "facts", "refused", "as_seen"):
            if getattr(step, name) not in ("", {}, None) and not (name == "by" and step.expect):
                yield (name,), f"「{name}」は act のある step にだけ書けます。"
    if step.expect:
        for place, reason in _expect(step.expect, cast):
            yield ("expect", *place), reason


def _act(step: Step, cast: Cast | None) -> Iterator[Fault]:
    if not step.by:
        yield (), "誰が行うか（by）を書いてください。"
    else:
        yield from _who(cast, step.by, ("by",))
    if step.refused and step.refused not in REFUSALS:
        yield ("refused",), f"「{step.refused}」という断りはありません。{near(step.refused, REFUSALS)}"
    known = names.acts()
    if step.act not in known:
        if step.refused != "UnknownAct":
            yield ("act",), f"「{step.act}」という操作はありません。{near(step.act, known)}一覧: renraku exercise acts"
        return
    if step.refused == "BadFacts":
        return
    _, act = handbook.find(step.act)
    try:
        act.facts.model_validate(read_facts(act.facts, step.facts))
    except ValidationError as error:
        for one in error.errors():
            path = ".".join(str(part) for part in one["loc"])
            hint = near(path, act.facts.model_fields) if one["type"] == "extra_forbidden" else ""
            said = complaint(act.facts, path, one["type"], dict(one.get("ctx") or {}))
            if _only_day(step.facts.get(path)) and one["type"] == "timezone_aware":
                said = said.partition("に時差")[0] + f"には、{_ALSO_THE_TIME}。"
            if one["type"] in ("enum", "literal_error"):
                hint = told(choices(act.facts.model_fields[str(one["loc"][0])])) + "。"
            yield ("facts", *one["loc"][:1]), f"facts.{path}: {said}{hint}"
    yield from _people_and_tasks(step, cast)


def _only_day(value: object) -> bool:
    return isinstance(value, str | date) and not isinstance(value, datetime)


def _people_and_tasks(step: Step, cast: Cast | None) -> Iterator[Fault]:
    """The task and the officer that the facts name, where the act is to be taken."""
    task = step.facts.get("task")
    if isinstance(task, str) and not step.refused and not task.isdecimal() and not code_of(task, names.tasks()):
        near_by = near(task, names.tasks()) or told(names.tasks())
        yield ("facts", "task"), f"facts.task: 「{task}」という業務はありません。{near_by}"
    to = step.facts.get("to")
    if isinstance(to, str) and not step.refused:
        yield from _who(cast, to, ("facts", "to"))


def _who(cast: Cast | None, who: str, place: Place) -> Iterator[Fault]:
    try:
        if cast is not None:
            cast.find(who)
    except LookupError as unknown:
        yield place, str(unknown)


def _expect(expect: Expect, cast: Cast | None) -> Iterator[Fault]:
    yield from _words("open_tasks", expect.open_tasks, names.tasks(), "業務")
    yield from _words("no_open_tasks", expect.no_open_tasks, names.tasks(), "業務")
    yield from _words("holders", expect.holders, names.tasks(), "業務")
    yield from _words("clocks", expect.clocks, names.clocks(), "計時")
    yield from _words("due", expect.due, names.clocks(), "計時")
    yield from _words("documents", expect.documents, names.documents(), "文書")
    yield from _words("missing", expect.missing, names.acts(), "操作")
    yield from _words("history", expect.history, names.history(), "経過の名前")
    for task, who in expect.holders.items():
        if who:
            yield from _who(cast, who, ("holders", task))
    for who in expect.letters:
        yield from _who(cast, who, ("letters", who))
    if expect.lead:
        yield from _who(cast, expect.lead, ("lead",))
    for name in expect.visible:
        try:
            authority(name)
        except LookupError as unknown:
            yield ("visible", name), str(unknown)


def _words(key: str, given: Iterable[str], known: Mapping[str, str], what: str) -> Iterator[Fault]:
    for name in given:
        if name not in known:
            yield (key, name), f"「{name}」という{what}はありません。{near(name, known) or told(known)}"
