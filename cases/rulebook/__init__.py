"""定めと暦: the rule data of cases/rules/, read, checked, and asked by day.

May import records (what the ministry added) and the words below; nothing above knows TOML.
"""

from cases.rulebook.book import (
    RULES_FOLDER,
    Rulebook,
    check,
    live_with,
    living_mark,
    load_rulebook,
    problems,
    rulebook,
    shipped,
)
from cases.rulebook.entries import ContactDesk, Heading, Municipality, Sentence, TimingRule
from cases.rulebook.files import RuleError
from cases.rulebook.rule_sets import NOTICE_SET, RuleSet
from cases.vocabulary.rules import AuthorityKind, CalendarKind, CityClass, Outcome, Unit, Verification

__all__ = [
    "NOTICE_SET",
    "RULES_FOLDER",
    "AuthorityKind",
    "CalendarKind",
    "CityClass",
    "ContactDesk",
    "Heading",
    "Municipality",
    "Outcome",
    "RuleError",
    "RuleSet",
    "Rulebook",
    "Sentence",
    "TimingRule",
    "Unit",
    "Verification",
    "check",
    "live_with",
    "living_mark",
    "load_rulebook",
    "problems",
    "rulebook",
    "shipped",
]
