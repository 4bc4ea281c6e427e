"""What can be said about a scenario without playing it: order, acts, facts, people, places, words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cases import handbook
from cases.casework.remediation import checklist_editions
from cases.clock import jst_day
from cases.procedure import Facts
from cases.rulebook.toml_text import Place
from infra.exercises import names
from infra.exercises.cast import Cast, authority, municipality
from infra.exercises.link_deeds import CONTENT, FILE_ACTS, link_deeds
from infra.exercises.names import REFUSALS
from infra.exercises.office_deeds import office_deeds
from infra.exercises.scenario import Broken, Expect, Scenario, Step, read
from infra.exercises.words import choices, code_of, near, read_facts, told
from ui.complaints import complaint

Fault = tuple[Place, str]
MOST_TAKERS = 3
"""A fact of more acts than these is told by its likeness only."""
_ALSO_THE_TIME = "日付だけでなく時刻も書いてください（例 2021-10-31T00:30:00）"


def load(file: Path) -> tuple[Scenario, Cast]:
    """The scenario, fit to be played, and who plays in it. Raises Broken with every fault that was found."""
    scenario, lines = read(file)
    cast, faults = _cast(scenario)
    faults += _faults(scenario, cast)
    if faults:
        raise Broken(str(file), [(lines.of(place) or 1, reason) for place, reason in faults])
    assert cast is not None
    return scenario, cast


def _cast(scenario: Scenario) -> tuple[Cast | None, list[Fault]]:
    bad = [fault for n, office in enumerate(scenario.office) for fault in _office(n, office.authority)]
    if bad:
        return None, bad
    return Cast.of(scenario), [*_twice(scenario)]


def _twice(scenario: Scenario) -> Iterator[Fault]:
    """What there may be only one of: an office, a login, a 職名 within it, its duty officer of a day."""
    seen: set[object] = set()

    def again(key: object) -> bool:
        known = key in seen
        seen.add(key)
        return known

    for n, office in enumerate(scenario.office):
        code, name = authority(office.authority)
        if again(code):
            yield ("office", n, "authority"), f"{name}の [[office]] は一つだけ書いてください。"
        for m, one in enumerate(office.officer):
            here: Place = ("office", n, "officer", m)
            if one.login and again(("login", one.login)):
                yield (*here, "login"), f"利用者ID「{one.login}」が重複しています。"
            if again((code, one.office)):
                yield (*here, "office"), f"職名「{one.office}」が{name}に二人います。別の職名にしてください。"
            for day in one.duty:
                if again((code, day)):
                    yield (*here, "duty"), f"{day.isoformat()} の当番が二度書かれています。当番は一日に一人です。"


def _office(n: int, name: str) -> Iterator[Fault]:
    try:
        authority(name)
    except LookupError as unknown:
        yield ("office", n, "authority"), str(unknown)


def _faults(scenario: Scenario, cast: Cast | None) -> Iterator[Fault]:
    day = jst_day(scenario.starts)
    there: set[tuple[str, ...]] = set()
    for n, facility in enumerate(scenario.facility):
        try:
            code = municipality(facility.municipality, facility.prefecture, day).code6
        except LookupError as unknown:
            yield ("facility", n, "municipality"), str(unknown)
            continue
        key = (code, facility.name, facility.kind)
        if key in there:
            yield ("facility", n, "name"), f"「{facility.name}」は、同じ種別・市区町村で二度書かれています。"
        there.add(key)
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
    about = (step.act and not step.refused and step.act not in names.office()) or step.expect
    if about and step.case not in known:
        hint = near(step.case, known)
        return f"案件「{step.case}」は、この step までに受け付けていません（report_suspicion）。{hint}"
    return ""


def _step(step: Step, cast: Cast | None) -> Iterator[Fault]:
    kinds = [name for name in ("inject", "act", "engine", "mail") if getattr(step, name)]
    if len(kinds) > 1:
        yield (), f"{'・'.join(kinds)} は一つの step に一つだけ書いてください。"
    if not kinds and step.expect is None:
        yield (), "inject・act・engine・mail・expect のどれかを書いてください。"
    for who in step.mail:
        yield from _who(cast, who, ("mail", who))
    if step.act:
        yield from _act(step, cast)
    else:
        for name in ("by", "facts", "refused", "because", "as_seen"):
            if getattr(step, name) not in ("", {}, (), None) and not (name == "by" and step.expect):
                yield (name,), f"「{name}」は act のある step にだけ書けます。"
    if step.expect:
        for place, reason in _expect(step.expect, cast):
            yield ("expect", *place), reason


def _act(step: Step, cast: Cast | None) -> Iterator[Fault]:
    if step.act in names.links():
        if step.by:
            yield ("by",), "リンクを持つ者の操作には、by を書きません。"
    elif not step.by:
        yield (), "誰が行うか（by）を書いてください。"
    else:
        yield from _who(cast, step.by, ("by",))
    for name in step.refused:
        if name not in REFUSALS:
            yield ("refused",), f"「{name}」という断りはありません。{near(name, REFUSALS)}"
    if step.because and not step.refused:
        yield ("because",), "「because」は refused のある step にだけ書けます。"
    known = names.deeds()
    if step.act not in known:
        if "UnknownAct" not in step.refused:
            yield ("act",), f"「{step.act}」という操作はありません。{near(step.act, known)}一覧: renraku exercise acts"
        return
    if "BadFacts" in step.refused:
        return
    model = _model(step.act)
    try:
        model.model_validate(read_facts(model, _filed(step)))
    except ValidationError as error:
        for one in error.errors():
            path = ".".join(str(part) for part in one["loc"])
            hint = _meant(path, model) if one["type"] == "extra_forbidden" else ""
            said = complaint(model, path, one["type"], dict(one.get("ctx") or {}))
            if _only_day(step.facts.get(path)) and one["type"] == "timezone_aware":
                said = said.partition("に時差")[0] + f"には、{_ALSO_THE_TIME}。"
            if one["type"] in ("enum", "literal_error"):
                hint = told(choices(model.model_fields[str(one["loc"][0])])) + "。"
            yield ("facts", *one["loc"][:1]), f"facts.{path}: {said}{hint}"
    yield from _template(step)
    yield from _people_and_tasks(step, cast)


def _model(act: str) -> type[Facts]:
    if act in names.links():
        return link_deeds()[act].facts
    return office_deeds()[act].facts if act in names.office() else handbook.find(act)[1].facts


def _template(step: Step) -> Iterator[Fault]:
    """The checklist that is named, where it is to be answered."""
    known = {one.id: one.label for one in checklist_editions.usable()}
    name = step.facts.get("template")
    if step.act == "record_checklist" and isinstance(name, str) and not step.refused and not code_of(name, known):
        yield ("facts", "template"), f"facts.template: 「{name}」というチェックリストはありません。{told(known)}"


def _filed(step: Step) -> dict[str, Any]:
    """The facts with a number in the place of a file's name."""
    facts = dict(step.facts)
    if step.act in FILE_ACTS and isinstance(facts.get("file"), str):
        facts["file"] = 1
        if step.act == "keep_file" and isinstance(facts.get(CONTENT, ""), str):
            facts.pop(CONTENT, None)
    return facts


def _meant(name: str, model: type[Facts]) -> str:
    """A hint at the act that takes such a fact, or at the name that was meant."""
    takers = [f"{one.name}（{one.label}）" for _, one in handbook.all_acts() if name in one.facts.model_fields]
    if 0 < len(takers) <= MOST_TAKERS:
        return f"「{name}」は {'、'.join(takers)} の項目です。"
    return near(name, model.model_fields)


def _only_day(value: object) -> bool:
    return isinstance(value, str | date) and not isinstance(value, datetime)


def _people_and_tasks(step: Step, cast: Cast | None) -> Iterator[Fault]:
    """The task and the officer that the facts name, where the act is to be taken."""
    task = step.facts.get("task")
    if isinstance(task, str) and not step.refused and not task.isdecimal() and not code_of(task, names.tasks()):
        near_by = near(task, names.tasks()) or told(names.tasks())
        yield ("facts", "task"), f"facts.task: 「{task}」という業務はありません。{near_by}"
    named = office_deeds()[step.act].officers if step.act in names.office() else ("to",)
    for name in named:
        given = step.facts.get(name)
        for who in given if isinstance(given, list) else [given]:
            if isinstance(who, str) and not step.refused:
                yield from _who(cast, who, ("facts", name))


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
