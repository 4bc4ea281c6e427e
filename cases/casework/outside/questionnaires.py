"""質問票: questions and requests for material to the facility, by link or entered by proxy (M-3.1; R-106)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from cases.casework.outside.guests import SPANS, Span
from cases.casework.outside.party_deeds import check_address
from cases.clocks import moments
from cases.errors import ActNotOpen
from cases.procedure import FUTURE, LONG, Act, Deed, Facts, Requirement, TaskTemplate, When
from cases.records import CaseFile, Questionnaire
from cases.store.links import new_link, revoke
from cases.vocabulary import LinkPurpose, QuestionnaireState, Role
from cases.vocabulary.signals import Labels

FIELD = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.INSPECTOR})
WAITING = (QuestionnaireState.SENT, QuestionnaireState.OPENED, QuestionnaireState.PARTLY)
MOST = 50


class QuestionsSent(Facts):
    title: str = Field(default="被害・対応・復旧・再発防止の状況", title="件名", min_length=1, max_length=200)
    to_name: str = Field(title="宛先（医療機関等の部署・役職）", min_length=1, max_length=200)
    way: Annotated[
        Literal["link", "proxy"],
        Labels({"link": "リンクから回答してもらう", "proxy": "電話等で聞き取り、職員が入力する"}),
    ] = Field(
        title="回答の方法",
    )
    email: str = Field(
        default="", title="メールアドレス", description="空欄のときは、画面に表示されるリンクを別の方法で伝えます"
    )
    questions: tuple[str, ...] = Field(title="質問", description="一行に一つ", min_length=1, max_length=MOST)
    materials: tuple[str, ...] = Field(default=(), title="求める資料", description="一行に一つ", max_length=MOST)
    wished_by: Annotated[When | None, FUTURE] = Field(default=None, title="回答を希望する日時")
    days: Annotated[Span, Labels(SPANS)] = Field(default="14", title="リンクの有効期間")


class AnswersByProxy(Facts):
    number: int = Field(title="質問票", ge=1, description="質問票の番号")
    answered_by: str = Field(title="回答した担当（部署・役職）", min_length=1, max_length=200)
    answers: tuple[str, ...] = Field(
        title="回答", description="質問の順に、一行に一つ。答えのない質問は「－」", min_length=1, max_length=MOST
    )


class QuestionsWithdrawn(Facts):
    number: int = Field(title="質問票", ge=1, description="質問票の番号")
    reason: Annotated[str, LONG] = Field(title="取り下げる理由", min_length=1)


def send_questionnaire(case: CaseFile, facts: QuestionsSent, deed: Deed) -> None:
    check_address(facts.email, "質問票を送付する")
    if facts.wished_by is not None:
        moments.not_before("回答を希望する日時", facts.wished_by, "入力した日時", deed.now)
    seq = len(case.questionnaires) + 1
    case.questionnaires.append(
        Questionnaire(
            **facts.model_dump(include={"title", "to_name", "wished_by"}),
            seq=seq,
            email=facts.email if facts.way == "link" else "",
            questions=list(facts.questions),
            answers=["" for _ in facts.questions],
            materials=list(facts.materials),
            state=QuestionnaireState.SENT,
            sent_by=deed.office,
            sent_at=deed.now,
        )
    )
    if facts.way == "link":
        new_link(
            case,
            deed,
            purpose=LinkPurpose.QUESTIONNAIRE,
            name=f"{case.facility.name} {facts.to_name}",
            email=facts.email,
            days=int(facts.days),
            questionnaire=seq,
        )


def enter_answers(case: CaseFile, facts: AnswersByProxy, deed: Deed) -> None:
    sheet = waiting(case, facts.number, "質問票の回答を代理で入力する")
    if len(facts.answers) != len(sheet.questions):
        raise ActNotOpen(
            "質問票の回答を代理で入力する",
            [
                f"質問は{len(sheet.questions)}件、回答は{len(facts.answers)}件です。質問の順に、同じ数だけ入力してください。"
            ],
        )
    sheet.answers = list(facts.answers)
    sheet.state, sheet.answered_at, sheet.saved_at = QuestionnaireState.ANSWERED, deed.now, deed.now
    sheet.answered_by, sheet.by_proxy = facts.answered_by, True
    _end_links(case, sheet, deed, "職員が代理で回答を入力したため")


def withdraw_questionnaire(case: CaseFile, facts: QuestionsWithdrawn, deed: Deed) -> None:
    sheet = waiting(case, facts.number, "質問票を取りやめる")
    sheet.state, sheet.withdrawn_at, sheet.withdrawn_reason = QuestionnaireState.WITHDRAWN, deed.now, facts.reason
    _end_links(case, sheet, deed, "質問票を取り下げたため")


def waiting(case: CaseFile, number: int, label: str) -> Questionnaire:
    """The questionnaire that waits for answers. Raises ActNotOpen."""
    found = next((q for q in case.questionnaires if q.seq == number), None)
    if found is None or found.state not in WAITING:
        raise ActNotOpen(label, [f"第{number}号の質問票で、回答待ちのものがありません。"])
    return found


def _end_links(case: CaseFile, sheet: Questionnaire, deed: Deed, reason: str) -> None:
    for link in case.links:
        if link.questionnaire == sheet.seq:
            revoke(link, deed, reason)


def any_waiting(case: CaseFile) -> bool:
    return any(q.state in WAITING for q in case.questionnaires)


_WAITING = Requirement("回答待ちの質問票がありません。", any_waiting)

TASKS: tuple[TaskTemplate, ...] = (
    TaskTemplate(
        "await_answers",
        "質問票の回答を受け取る",
        Role.OFFICER,
        applies=any_waiting,
        done=lambda case: bool(case.questionnaires) and not any_waiting(case),
        clock="questionnaire-answer",
        anytime=True,
        source=("M-3.1",),
    ),
)

ACTS: tuple[Act[Any], ...] = (
    Act(
        "send_questionnaire",
        "questionnaire_sent",
        "質問票を送付する",
        QuestionsSent,
        FIELD,
        change=send_questionnaire,
        anytime=True,
        help="医療機関等に、画面で答えられる質問票で質問と資料の提出を求めます。回答は任意です。リンクは一度だけ表示されます。"
        "文書や口頭で行うときは「医療機関等に照会・資料の提供を依頼する」に記録します。",
        tells="メールアドレスがあれば、リンクを送ります",
        source=("M-3.1",),
    ),
    Act(
        "enter_answers",
        "answers_entered",
        "質問票の回答を代理で入力する",
        AnswersByProxy,
        FIELD,
        change=enter_answers,
        anytime=True,
        requires=(_WAITING,),
        help="電話や紙で受けた回答を、職員が入力します。",
        source=("M-3.1",),
    ),
    Act(
        "withdraw_questionnaire",
        "questionnaire_withdrawn",
        "質問票を取りやめる",
        QuestionsWithdrawn,
        FIELD,
        change=withdraw_questionnaire,
        anytime=True,
        requires=(_WAITING,),
        help="質問が不要になったときに、理由を残して取り下げます。リンクも使えなくなります。",
        source=("M-3.1",),
    ),
)
