"""The bodies of cases/rules/external_notices.toml: who tells whom, and what stands behind it (R-272, R-279…R-283)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from cases.vocabulary import NoticeBody

FILE = Path(__file__).parents[2] / "rules" / "external_notices.toml"


class Body(BaseModel):
    """One body. `nature` is shown beside it always, so that nothing voluntary reads like a duty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: NoticeBody
    teller: str
    nature: str
    basis: str
    when: Literal["attack", "leak", "asked"]
    """Before which closings it is asked about; `asked` only where a record was begun."""
    rule: str
    verified: bool
    source: str
    note: str


@cache
def bodies() -> dict[NoticeBody, Body]:
    """Every body of the word list, in the file's order. Raises ValueError when the two differ."""
    found = [Body.model_validate(row) for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["body"]]
    by_id = {body.id: body for body in found}
    if len(by_id) != len(found) or set(by_id) != set(NoticeBody):
        raise ValueError(f"{FILE.name}: 通報・届出先の一覧が NoticeBody と合いません")
    return by_id
