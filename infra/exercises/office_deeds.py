"""Deeds that belong to no case, for exercises: duty and stand-ins, the hand-over book, the ministry's requests to many
authorities, the register of facilities. The same desks as on the screen; facts name people and places as people do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, cast

from pydantic import Field, create_model
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from cases.desk.door import Desk
from cases.errors import NotFound
from cases.ministry.requests import ANSWER, DECLINE, ISSUE, Answered, Declined, RequestIssued
from cases.office.rota_facts import DutyDays, StandIn
from cases.procedure import LONG, Facts
from cases.records import Facility
from cases.registry.deeds import FACILITY_ACTS, FacilityAct

Do = Callable[[Desk, Any, Engine], object]


class OnCall(Facts):
    officers: tuple[str, ...] = Field(title="閉庁時に呼び出す職員", description="呼び出す順に並べます")


class Note(Facts):
    body: Annotated[str, LONG] = Field(title="引継ぎの内容", min_length=1)
    shift: str = Field(default="", title="勤務の別", max_length=100)


class Nothing(Facts):
    """A deed without facts."""


@dataclass(frozen=True)
class OfficeDeed:
    """`officers`, `authorities`: the facts that name officers (made logins) and authorities (made codes)."""

    name: str
    label: str
    who: str
    facts: type[Facts]
    do: Do
    officers: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()


def _acknowledge(desk: Desk, facts: Facts, owner: Engine) -> None:
    """The first note that waits. Raises NotFound."""
    waiting = next((one for one in desk.handovers() if one.acknowledged_at is None), None)
    if waiting is None:
        raise NotFound("引継ぎ")
    desk.acknowledge_handover(waiting.id)


def _numbered(model: type[Facts]) -> type[Facts]:
    """The model with the request's number, which may be left out: then the newest is meant."""
    number = (str, Field("", title="依頼の番号", description="空欄のときは最も新しい依頼"))
    return cast("type[Facts]", create_model(model.__name__, __base__=model, number=number))


def _of_request(deed: Callable[[Desk, str, dict[str, Any]], object]) -> Do:
    def do(desk: Desk, facts: Facts, owner: Engine) -> object:
        given = facts.model_dump()
        number = given.pop("number") or next((one.number for one in desk.requests.all()), "")
        return deed(desk, number, given)

    return do


def _of_facility(act: FacilityAct[Any]) -> OfficeDeed:
    place = (str, Field(title="どの医療機関等ですか", description="登録されている名称", min_length=1))
    model = cast("type[Facts]", create_model(act.name, __base__=act.facts, facility=place))

    def do(desk: Desk, facts: Facts, owner: Engine) -> object:
        given = facts.model_dump(exclude_unset=True)
        name = given.pop("facility")
        with Session(owner) as session:
            found = session.execute(select(Facility.id, Facility.version).where(Facility.name == name)).first()
        if found is None:
            raise NotFound("医療機関等")
        return desk.registry.take(act.name, found.id, given, found.version)

    return OfficeDeed(act.name, act.label, "・".join(role.label for role in sorted(act.roles)), model, do)


@cache
def office_deeds() -> Mapping[str, OfficeDeed]:
    """Name → deed."""
    keeper, office, ministry = "決裁者・厚生労働省担当", "担当職員・決裁者", "厚生労働省担当"
    issued = RequestIssued
    deeds = (
        OfficeDeed(
            "name_stand_in",
            "不在の職員の代理を登録する",
            f"不在の本人・{keeper}",
            StandIn,
            lambda desk, facts, _: desk.rostering.name_stand_in(facts),
            officers=("absent", "stand_in"),
        ),
        OfficeDeed(
            "set_duty",
            "当番を登録する",
            keeper,
            DutyDays,
            lambda desk, facts, _: desk.rostering.set_duty(facts),
            officers=("officer",),
        ),
        OfficeDeed(
            "set_on_call",
            "閉庁時の呼出順を変更する",
            keeper,
            OnCall,
            lambda desk, facts, _: desk.rostering.set_on_call(list(facts.officers)),
            officers=("officers",),
        ),
        OfficeDeed(
            "write_handover",
            "引継ぎを書く",
            "すべての職員",
            Note,
            lambda desk, facts, _: desk.write_handover(facts.body, facts.shift),
        ),
        OfficeDeed(
            "acknowledge_handover",
            "引継ぎを確認する",
            "書いた者以外の職員",
            Nothing,
            _acknowledge,
        ),
        OfficeDeed(
            "issue_request",
            ISSUE,
            ministry,
            issued,
            lambda desk, facts, _: desk.requests.issue(facts),
            authorities=("authorities",),
        ),
        OfficeDeed(
            "remind_request",
            "国からの依頼を催促する",
            ministry,
            _numbered(Nothing),
            _of_request(lambda desk, number, _: desk.requests.remind(number)),
        ),
        OfficeDeed(
            "take_up_request",
            "国からの依頼を受諾する",
            office,
            _numbered(Nothing),
            _of_request(lambda desk, number, _: desk.requests.accept(number)),
        ),
        OfficeDeed(
            "answer_request",
            ANSWER,
            office,
            _numbered(Answered),
            _of_request(lambda desk, number, given: desk.requests.answer(number, given)),
        ),
        OfficeDeed(
            "refuse_request",
            DECLINE,
            office,
            _numbered(Declined),
            _of_request(lambda desk, number, given: desk.requests.decline(number, given)),
        ),
        *(_of_facility(act) for act in FACILITY_ACTS.values()),
    )
    return {one.name: one for one in deeds}
