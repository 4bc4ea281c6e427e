"""The HTTP API beyond a single case: the registry's facilities and their deeds, requests, offers, groups, the log.

The same desk, models and guards as the screens; a refusal as in api.py.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route

from cases.desk.door import Desk
from cases.errors import NotFound
from cases.exports.lists import KINDS, checked
from cases.ministry.campaigns.facts import FORMS as CAMPAIGN_FORMS
from cases.ministry.requests import FORMS
from cases.registry.deeds import FACILITY_ACTS, REGISTRATION
from ui.web.api import LARGEST_PAGE, Answer, Body, count, door, number


def list_facilities(desk: Desk, request: Request, body: Body) -> Answer:
    asked = dict(request.query_params)
    page, size = count(asked.pop("page", "1")), count(asked.pop("size", "100"))
    given = checked(KINDS["facilities"], asked).model_dump()
    found = desk.registry.search(**given, page=page, size=min(size, LARGEST_PAGE))
    return 200, {"total": found.total, "page": found.page, "pages": found.pages, "facilities": found.rows}


def list_facility_acts(desk: Desk, request: Request, body: Body) -> Answer:
    return 200, [
        {
            "name": act.name,
            "label": act.label,
            "roles": sorted(act.roles),
            "opens_facility": act is REGISTRATION,
            "facts": act.facts.model_json_schema(),
        }
        for act in (REGISTRATION, *FACILITY_ACTS.values())
    ]


def show_facility(desk: Desk, request: Request, body: Body) -> Answer:
    return 200, desk.registry.sheet(number(request.path_params["id"], "医療機関等"))


def register_facility(desk: Desk, request: Request, body: Body) -> Answer:
    taken = desk.registry.register(body.opening)
    return 201, {"id": taken.case_id, "name": taken.number, "version": taken.version}


def take_facility_act(desk: Desk, request: Request, body: Body) -> Answer:
    facility = number(request.path_params["id"], "医療機関等")
    taken = desk.registry.take(request.path_params["name"], facility, body.facts, body.as_seen)
    return 200, {"id": taken.case_id, "name": taken.number, "version": taken.version}


def list_requests(desk: Desk, request: Request, body: Body) -> Answer:
    return 200, {
        "requests": desk.requests.all(),
        "forms": {label: model.model_json_schema() for label, model in FORMS.items()},
    }


def show_request(desk: Desk, request: Request, body: Body) -> Answer:
    return 200, desk.requests.get(request.path_params["number"])


def issue_request(desk: Desk, request: Request, body: Body) -> Answer:
    return 201, {"number": desk.requests.issue(body.opening)}


def handle_request(desk: Desk, request: Request, body: Body) -> Answer:
    """accept and remind take no facts; answer and decline take those of their form."""
    asked, facts = request.path_params["number"], body.facts
    match request.path_params["deed"]:
        case "accept":
            desk.requests.accept(asked)
        case "answer":
            desk.requests.answer(asked, facts)
        case "decline":
            desk.requests.decline(asked, facts)
        case "remind":
            return 200, {"reminded": desk.requests.remind(asked)}
        case _:
            raise NotFound("操作")
    return 200, desk.requests.get(asked)


def list_campaigns(desk: Desk, request: Request, body: Body) -> Answer:
    return 200, {
        "campaigns": desk.campaigns.all(),
        "forms": {label: model.model_json_schema() for label, model in CAMPAIGN_FORMS.items()},
    }


def show_campaign(desk: Desk, request: Request, body: Body) -> Answer:
    return 200, desk.campaigns.get(request.path_params["number"])


def send_campaign(desk: Desk, request: Request, body: Body) -> Answer:
    return 201, {"number": desk.campaigns.send(body.opening)}


def handle_campaign(desk: Desk, request: Request, body: Body) -> Answer:
    """move and stop are the ministry's, say an authority's."""
    asked, facts = request.path_params["number"], body.facts
    match request.path_params["deed"]:
        case "move":
            desk.campaigns.move(asked, facts)
        case "stop":
            desk.campaigns.stop(asked, facts)
        case "say":
            desk.campaigns.say(asked, facts)
        case _:
            raise NotFound("操作")
    return 200, desk.campaigns.get(asked)


def list_offers(desk: Desk, request: Request, body: Body) -> Answer:
    """Answered by the acts accept_transfer and refuse_transfer of the case."""
    return 200, {"offers": desk.offers()}


def list_groups(desk: Desk, request: Request, body: Body) -> Answer:
    return 200, {"groups": desk.groups()}


def list_takings(desk: Desk, request: Request, body: Body) -> Answer:
    return 200, {"takings": desk.exports.takings()}


ROUTES = [
    Route("/api/v1/facilities", door(list_facilities), methods=["GET"]),
    Route("/api/v1/facilities", door(register_facility), methods=["POST"]),
    Route("/api/v1/facilities/acts", door(list_facility_acts), methods=["GET"]),
    Route("/api/v1/facilities/{id}", door(show_facility), methods=["GET"]),
    Route("/api/v1/facilities/{id}/acts/{name}", door(take_facility_act), methods=["POST"]),
    Route("/api/v1/requests", door(list_requests), methods=["GET"]),
    Route("/api/v1/requests", door(issue_request), methods=["POST"]),
    Route("/api/v1/requests/{number}", door(show_request), methods=["GET"]),
    Route("/api/v1/requests/{number}/{deed}", door(handle_request), methods=["POST"]),
    Route("/api/v1/campaigns", door(list_campaigns), methods=["GET"]),
    Route("/api/v1/campaigns", door(send_campaign), methods=["POST"]),
    Route("/api/v1/campaigns/{number}", door(show_campaign), methods=["GET"]),
    Route("/api/v1/campaigns/{number}/{deed}", door(handle_campaign), methods=["POST"]),
    Route("/api/v1/offers", door(list_offers), methods=["GET"]),
    Route("/api/v1/groups", door(list_groups), methods=["GET"]),
    Route("/api/v1/list-takings", door(list_takings), methods=["GET"]),
]
