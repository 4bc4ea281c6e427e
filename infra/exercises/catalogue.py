"""Every act with the JSON schema of its facts and who may do it: what a scenario's writer chooses from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cases import handbook
from cases.casework.remediation import checklist_editions
from cases.procedure import Act, Facts, Stage
from infra.exercises.link_deeds import CONTENT, FILE_ACTS, LinkDeed, link_deeds
from infra.exercises.office_deeds import OfficeDeed, office_deeds
from infra.exercises.words import choices


def entries() -> list[dict[str, Any]]:
    """One entry per act, in the notice's order; the acts on tasks last."""
    others: list[tuple[OfficeDeed | LinkDeed, str]] = []
    others += [(deed, "案件によらない操作") for deed in office_deeds().values()]
    others += [(deed, "リンクを持つ者の操作") for deed in link_deeds().values()]
    return [_entry(stage, act) for stage, act in handbook.all_acts()] + [
        {
            "act": deed.name,
            "label": deed.label,
            "history": None,
            "stage": None,
            "stage_label": group,
            "roles": {},
            "who": deed.who,
            "help": "",
            "requires": [],
            "anytime": True,
            "opens_case": False,
            "after_end": True,
            "tells": "",
            "source": [],
            "facts": schema(deed.facts, deed.label),
        }
        for deed, group in others
    ]


def _entry(stage: Stage | None, act: Act[Any]) -> dict[str, Any]:
    return {
        "act": act.name,
        "label": act.label,
        "history": act.past,
        "stage": str(stage.key) if stage else None,
        "stage_label": stage.label if stage else "すべての段階",
        "roles": {str(role): role.label for role in sorted(act.roles)},
        "help": act.help,
        "requires": [requirement.unmet for requirement in act.requires],
        "anytime": act.anytime,
        "opens_case": act.opens_case,
        "after_end": act.after_end,
        "tells": act.tells,
        "source": list(act.source),
        "facts": _with_values(act.name, schema(act.facts, act.label)),
    }


def _with_values(act: str, made: dict[str, Any]) -> dict[str, Any]:
    """In an exercise a file is named, and a new one may say what is in it; the checklists of today are told."""
    if act in FILE_ACTS:
        made["properties"]["file"] = {"type": "string", "title": "資料", "description": "ファイルの名前"}
    if act == "record_checklist":
        labels = {one.id: one.label for one in checklist_editions.usable()}
        made["properties"]["template"] |= {"enum": list(labels), "x-labels": labels}
    if act == "keep_file":
        about = "演習だけの項目。空欄のときは、種類に合う空の資料"
        made["properties"][CONTENT] = {"type": "string", "title": "ファイルの中身（文字）", "description": about}
    return made


def schema(model: type[Facts], title: str) -> dict[str, Any]:
    """JSON schema: property titles as on the form; closed lists as `enum`, with their Japanese words in `x-labels`."""
    made = model.model_json_schema()
    definitions = made.pop("$defs", {})
    for name, one in made.get("properties", {}).items():
        _inline(one, definitions)
        if not one.get("description"):
            one.pop("description", None)
        omitted = set(one.get("omit", ()))
        for internal in INTERNAL:
            one.pop(internal, None)
        if known := choices(model.model_fields[name]):
            one["x-labels"] = {code: label for code, label in known.items() if code not in omitted}
            _leave_out(one, omitted)
    made.pop("description", None)
    made["title"] = title
    return made


INTERNAL = ("lines", "officer", "labels", "omit", "future", "asks", "words", "group")


def _leave_out(one: dict[str, Any], omitted: set[str]) -> None:
    """Take what the act does not accept out of the closed lists."""
    for part in (one, one.get("items"), *one.get("anyOf", ())):
        if isinstance(part, dict) and "enum" in part:
            part["enum"] = [code for code in part["enum"] if code not in omitted]


def _inline(one: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Put the closed lists where they are used, without the programme's own names."""
    if reference := one.pop("$ref", None):
        meant = definitions[str(reference).rpartition("/")[2]]
        one |= {"type": meant["type"], "enum": meant["enum"]}
    for inner in (one.get("items"), *one.get("anyOf", ())):
        if isinstance(inner, dict):
            _inline(inner, definitions)


def told() -> Iterator[str]:
    """The catalogue for people."""
    stage = ""
    for entry in entries():
        if entry["stage_label"] != stage:
            stage = entry["stage_label"]
            yield f"\n■ {stage}"
        who = entry.get("who") or "・".join(entry["roles"].values())
        yield f"  {entry['act']}　「{entry['label']}」　行う者: {who}"
        if entry["help"]:
            yield f"      {entry['help']}"
        yield from (f"      断られるとき: {sentence}" for sentence in entry["requires"])
        required = set(entry["facts"].get("required", ()))
        for name, field in entry["facts"].get("properties", {}).items():
            labels = field.get("x-labels", {}).items()
            words = "、".join(code if code == label else f"{code}={label}" for code, label in labels)
            mark = "必須" if name in required else "任意"
            note = f"（{field['description']}）" if field.get("description") else ""
            shape = SHAPES.get(_shape(field), "")
            yield f"      - {name}（{mark}{shape}）{field.get('title', '')}{note}{f'　[{words}]' if words else ''}"


SHAPES = {"date-time": "・日時", "date": "・日付", "boolean": "・true/false", "integer": "・整数", "array": "・並び"}


def _shape(field: dict[str, Any]) -> str:
    """The JSON schema's format or type, also of what may be left out."""
    found = [str(one.get("format") or one.get("type") or "") for one in (field, *field.get("anyOf", ()))]
    return next((one for one in found if one in SHAPES), "")
