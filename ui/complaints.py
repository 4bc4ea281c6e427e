"""A complaint about a field names it as the form does."""

from __future__ import annotations

from cases.procedure import Facts
from cases.vocabulary.complaints import Context, typed


def complaint(model: type[Facts] | None, path: str, kind: str, context: Context) -> str:
    """`path` is the field's place as `BadFacts` gives it ("items.0"); `kind` pydantic's error type."""
    return typed(kind, context, title_of(model, path))


def title_of(model: type[Facts] | None, path: str) -> str:
    """The field's title on the form, with the line's number for one of several."""
    name, _, place = path.partition(".")
    field = model.model_fields.get(name) if model else None
    title = (field.title if field else None) or name
    return f"{title}（{int(place) + 1}番目）" if place.isdigit() else title
