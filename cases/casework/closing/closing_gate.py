"""The closing gate as data: every condition names each thing that is still open, and the way out (domain.md G.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases import readings
from cases.casework.closing import outside_notices
from cases.procedure import Requirement
from cases.records import CaseFile
from cases.vocabulary import DemandState, QuestionnaireState, ReportState, Role, StageKey, StageState, TaskState

SETTLED = (StageState.DONE, StageState.SKIPPED)
UNANSWERED = (QuestionnaireState.SENT, QuestionnaireState.OPENED, QuestionnaireState.PARTLY)
UNSENT = (ReportState.DRAFT, ReportState.RETURNED, ReportState.APPROVED)


@dataclass(frozen=True)
class Condition:
    """`label` says what must hold; `open` names in sentences what keeps it from holding; `way_out` what to do."""

    code: str
    label: str
    open: Callable[[CaseFile], list[str]]
    way_out: str

    def met(self, case: CaseFile) -> bool:
        return not self.open(case)

    def said(self, case: CaseFile) -> list[str]:
        """Each open thing, then the way out; nothing where the condition holds."""
        found = self.open(case)
        return [*found, self.way_out] if found else []


def stages_settled(case: CaseFile) -> bool:
    return all(record.state in SETTLED for record in case.stages if record.stage is not StageKey.CLOSING)


def _stages(case: CaseFile) -> list[str]:
    left = [r.stage for r in case.stages if r.stage is not StageKey.CLOSING and r.state not in SETTLED]
    return [f"「{key.label}」が終わっていません。" for key in left]


def _tasks(case: CaseFile) -> list[str]:
    """Also what the engine left to people. The closing's own tasks follow from the other conditions; the ministry's
    do not hold up the authority.
    """
    left = [
        task
        for task in case.tasks
        if task.state is TaskState.OPEN and task.role is not Role.MINISTRY and task.stage is not StageKey.CLOSING
    ]
    return [f"業務「{task.title}」が残っています。" for task in left]


def _items(case: CaseFile) -> list[str]:
    return [
        f"項目「{item.title}」（{item.state.label}）の確認が済んでいません。" for item in readings.items_waiting(case)
    ]


def _asked(case: CaseFile) -> list[str]:
    left = [e for e in case.exchanges if e.from_ministry and e.answered_at is None]
    return [f"厚生労働省からの第{e.seq}号（{e.kind.label}）に回答していません。" for e in left]


def _consultations(case: CaseFile) -> list[str]:
    left = [e for e in case.exchanges if not e.from_ministry and e.answered_at is None]
    return [f"第{e.seq}号（{e.kind.label}）に、厚生労働省の回答がまだありません。" for e in left]


def _questionnaires(case: CaseFile) -> list[str]:
    left = [one for one in case.questionnaires if one.state in UNANSWERED]
    return [f"質問票「{one.title}」（{one.state.label}）の回答がそろっていません。" for one in left]


def _demands(case: CaseFile) -> list[str]:
    left = [one for one in case.demands if one.state in (DemandState.WAITING, DemandState.RECEIVED)]
    return [f"第{one.seq}号（{one.instrument.label}・{one.state.label}）が済んでいません。" for one in left]


def _drafts(case: CaseFile) -> list[str]:
    left = [report for report in case.reports if report.state in UNSENT]
    return [f"報告（{report.kind.label}・{report.state.label}）が送付されていません。" for report in left]


def _final(case: CaseFile) -> list[str]:
    owed = readings.report_expected(case) or bool(readings.reports_sent(case))
    return ["最終報を送付していません。"] if owed and not readings.final_report_settled(case) else []


def _notices(case: CaseFile) -> list[str]:
    return [f"{body.id.label}への通報・届出の状況が分かっていません。" for body in outside_notices.unanswered(case)]


def _consents(case: CaseFile) -> list[str]:
    return [f"{words}の同意が確かめられていません。" for words in outside_notices.consent_open(case)]


CONDITIONS: tuple[Condition, ...] = (
    Condition(
        "stages",
        "ほかの段階がすべて完了又は対象外になっている",
        _stages,
        "各段階に足りないものは「段階の完了までに足りないもの」にあります。",
    ),
    Condition("tasks", "業務が残っていない", _tasks, "業務の内容を記録すると、業務は自動的に完了します。"),
    Condition(
        "items",
        "是正・再発防止の項目がすべて済んでいる",
        _items,
        "「改善の実施を確認する」又は「項目を不要と判断する」で済ませます。",
    ),
    Condition("asked", "厚生労働省からの照会・依頼に答えている", _asked, "「照会・依頼に回答する」で答えます。"),
    Condition(
        "consultations",
        "技術的事項の相談が済んでいる",
        _consultations,
        "厚生労働省の担当に、回答の見込みを確かめます。",
    ),
    Condition(
        "questionnaires",
        "質問票の回答がそろっている",
        _questionnaires,
        "「質問票の回答を代理で入力する」か、要らなくなった質問票は「質問票を取りやめる」で済ませます。",
    ),
    Condition(
        "demands",
        "医療機関等への照会・命令が済んでいる",
        _demands,
        "回答を受けて確かめるか、要らなくなったものは取り下げます。",
    ),
    Condition("draft", "送付していない報告がない", _drafts, "「報告を送付する」で送付します。"),
    Condition(
        "final",
        "最終報を送付した（又は送らない理由を記録した）",
        _final,
        "最終報を起案して送付するか、「最終報を送らない理由を記録する」で理由を残します。",
    ),
    Condition(
        "notices",
        "外部への通報・届出の状況が分かっている",
        _notices,
        "「外部への通報・届出を記録する」で「済」又は「該当なし」（理由）を記録します。",
    ),
    Condition(
        "consents",
        "情報共有の同意を確かめた",
        _consents,
        "「情報共有の同意を記録する」で、医療機関等の答えを記録します。",
    ),
)


def requirements() -> tuple[Requirement, ...]:
    """The conditions as requirements of an act."""
    return tuple(Requirement(f"{c.label}こと。", c.met, "closing gate", names=c.said) for c in CONDITIONS)
