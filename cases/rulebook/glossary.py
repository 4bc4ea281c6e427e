"""The words of the field: each English term with its official Japanese word, definition and source."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from cases.rulebook.files import RuleError

GLOSSARY_FILE: Final = Path(__file__).parents[1] / "rules" / "glossary.toml"


class Term(BaseModel):
    """One word: ``term`` in English, ``ja`` as officials write it, ``identifier`` as the code spells it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_min_length=1)

    term: str
    ja: str
    identifier: str
    definition: str
    source: str


@lru_cache(maxsize=1)
def glossary() -> tuple[Term, ...]:
    """The house's own glossary, read once per process. Raises ``RuleError`` when it is broken."""
    return load_glossary(GLOSSARY_FILE)


def load_glossary(path: Path) -> tuple[Term, ...]:
    """Read a glossary file. Raises ``RuleError`` for a broken file or a word or identifier given twice."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["term"]
        terms = tuple(Term.model_validate(row) for row in rows)
    except (OSError, KeyError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise RuleError(path.name, "全体", f"用語集として読めません（{error}）") from error
    seen: set[str] = set()
    for term in terms:
        for word in (term.ja, term.identifier):
            if word in seen:
                raise RuleError(path.name, word, "用語が重複しています")
            seen.add(word)
    return terms


def term(identifier: str) -> Term:
    """The term with that identifier. Raises ``RuleError`` when there is none."""
    for entry in glossary():
        if entry.identifier == identifier:
            return entry
    raise RuleError(GLOSSARY_FILE.name, identifier, "この用語はありません")


def ja(identifier: str) -> str:
    """The official Japanese word of an identifier. Raises ``RuleError`` when there is none."""
    return term(identifier).ja
