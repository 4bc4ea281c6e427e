"""The four questions of the notice's judgement and their answer (M-1.3, R-047 to R-049).

Facts in, answer out: no clock, no session. The Japanese words of every answer stand here, as ``label``, so
that screens, letters and exercises use the same ones.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple


class Attack(StrEnum):
    """(a) Is it a cyber attack?"""

    YES = "yes"
    SUSPECTED = "suspected"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return _ATTACK[self]


class Failure(StrEnum):
    """(b) Has the medical information system failed?"""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return _FAILURE[self]


class Impact(StrEnum):
    """(c) leak of personal information, (d) disruption of care: 有・おそれ・無・不明, each axis by itself."""

    PRESENT = "present"
    FEARED = "feared"
    NONE = "none"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return _IMPACT[self]


class Result(StrEnum):
    """What follows from the four answers under the 2018 notice."""

    REPORTABLE = "reportable"
    NOT_REPORTABLE = "not_reportable"
    ON_HOLD = "on_hold"
    AWAITING = "awaiting"
    OUTSIDE_NOTICE = "outside_notice"
    NOT_ATTACK = "not_attack"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return _RESULT[self]


class Explanation(NamedTuple):
    """A sentence for the officer, and the ids of the notice's sentences it rests on."""

    sentence: str
    sources: tuple[str, ...]


QUESTIONS: Final = MappingProxyType(
    {
        "attack": "サイバー攻撃によるものですか",
        "failure": "医療情報システムに障害が発生していますか",
        "leak": "個人情報の漏洩はありますか",
        "care": "医療提供体制に支障はありますか",
    }
)
"""The four questions in the order they are asked; the keys are the parameter names of ``judge``."""


def judge(attack: Attack, failure: Failure, leak: Impact, care: Impact) -> Result:
    """The result under M-1.3: attack and failure and (leak or disruption, actual or feared).

    An answer that is not yet known never turns into "not reportable" by itself (R-049).
    Source: M-1.2b, M-1.3; truth table R-048.
    """
    match attack:
        case Attack.NO:
            return Result.NOT_ATTACK
        case Attack.SUSPECTED:
            return Result.AWAITING
        case Attack.UNKNOWN:
            return Result.ON_HOLD
        case Attack.YES:
            return _judge_attack(failure, {leak, care})


def explain(result: Result) -> Explanation:
    """The result in a sentence with its reason, and the sentence ids it rests on."""
    return _EXPLANATIONS[result]


def _judge_attack(failure: Failure, impacts: set[Impact]) -> Result:
    if failure is Failure.NO:
        return Result.OUTSIDE_NOTICE
    if failure is Failure.UNKNOWN:
        return Result.ON_HOLD
    if impacts & {Impact.PRESENT, Impact.FEARED}:
        return Result.REPORTABLE
    if Impact.UNKNOWN in impacts:
        return Result.ON_HOLD
    return Result.NOT_REPORTABLE


_ATTACK: Final = {
    Attack.YES: "サイバー攻撃による",
    Attack.SUSPECTED: "サイバー攻撃の疑い",
    Attack.NO: "サイバー攻撃ではない",
    Attack.UNKNOWN: "不明",
}
_FAILURE: Final = {Failure.YES: "障害あり", Failure.NO: "障害なし", Failure.UNKNOWN: "不明"}
_IMPACT: Final = {Impact.PRESENT: "有", Impact.FEARED: "おそれ", Impact.NONE: "無", Impact.UNKNOWN: "不明"}
_RESULT: Final = {
    Result.REPORTABLE: "連絡対象",
    Result.NOT_REPORTABLE: "対象外（任意連絡可）",
    Result.ON_HOLD: "判断保留",
    Result.AWAITING: "判断待ち",
    Result.OUTSIDE_NOTICE: "2018年通知の対象外",
    Result.NOT_ATTACK: "サイバー攻撃でない障害",
}
_EXPLANATIONS: Final = {
    Result.REPORTABLE: Explanation(
        "連絡対象です。サイバー攻撃により医療情報システムに障害が発生し、"
        "個人情報の漏洩又は医療提供体制の支障が生じているか、そのおそれがあるためです。"
        "速やかに厚生労働省へ連絡してください。",
        ("M-1.3", "M-1.4"),
    ),
    Result.NOT_REPORTABLE: Explanation(
        "2018年通知による連絡の対象外です。サイバー攻撃により医療情報システムに障害が発生していますが、"
        "個人情報の漏洩も医療提供体制の支障もなく、そのおそれもないためです。任意に連絡することはできます。",
        ("M-1.3",),
    ),
    Result.ON_HOLD: Explanation(
        "判断を保留します。不明な項目が残っているためです。確認でき次第、改めて判断してください。"
        "不明のままでも、厚生労働省への早めの連絡をお勧めします。",
        ("M-1.3", "M-1.4"),
    ),
    Result.AWAITING: Explanation(
        "判断待ちです。サイバー攻撃の疑いの段階であるためです。被害の拡大を防ぐため、"
        "直ちに医療情報システムの保守会社等に連絡し、指示を仰いでください。",
        ("M-1.2b", "A-1"),
    ),
    Result.OUTSIDE_NOTICE: Explanation(
        "2018年通知の対象外です。サイバー攻撃を受けていますが、医療情報システムに障害が発生していないためです。"
        "ガイドライン第5.1版以降は疑いを含めて連絡を求めているため、連絡の要否を別に確認してください。",
        ("M-1.3",),
    ),
    Result.NOT_ATTACK: Explanation(
        "2018年通知による連絡の対象外です。サイバー攻撃によるものではないと判断されたためです。"
        "医療情報システムの障害については、必要に応じて連絡することができます。",
        ("M-1.3",),
    ),
}
