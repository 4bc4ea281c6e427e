"""覚知: a suspicion comes in, the facts are confirmed with the facility, and the four questions are judged.

Source: M-1.2b, M-1.3, M-2.1, M-2.1p; R-040, R-047…R-051, R-058…R-063.
"""

from __future__ import annotations

from datetime import datetime
from itertools import groupby, takewhile
from typing import Literal

from pydantic import Field

from cases import guards, readings
from cases.deeds import attachments
from cases.judgement import Attack, Failure, Impact, Result, judge
from cases.procedure import (
    LONG,
    Act,
    ClockTemplate,
    Criterion,
    Deed,
    DocumentTemplate,
    Facts,
    LetterTemplate,
    Requirement,
    Stage,
    TaskTemplate,
    When,
    moment,
)
from cases.records import CaseFile, JudgementRecord
from cases.vocabulary import AttackKind, AwarenessSource, Ending, FacilityKind, Role, StageKey, SystemKind


class Suspicion(Facts):
    """The intake: three fields are enough (R-040); the rest may follow."""

    facility: str = Field(
        title="どの医療機関ですか", description="登録されている名称、又は施設番号", min_length=1, max_length=200
    )
    what_happened: str = Field(
        title="何が起きていますか", min_length=1, json_schema_extra=LONG, description="分かっている範囲で構いません"
    )
    detected_at: When = moment("いつ気付きましたか（医療機関の覚知）")
    detected_approx: bool = Field(default=False, title="覚知の時刻は「頃」")
    grasped_at: When | None = moment("自治体が把握した日時", "空欄のときは入力した時刻とします", default=None)
    grasped_approx: bool = Field(default=False, title="把握の時刻は「頃」")
    awareness_source: AwarenessSource = Field(default=AwarenessSource.FACILITY_REPORT, title="把握の経緯")
    awareness_note: str = Field(default="", title="把握の経緯の補足", description="報道の媒体名、URL など")
    proxy_entry: bool = Field(default=True, title="代理入力（電話等で聞き取り、自治体が入力）")
    contact_person: str = Field(default="", title="医療機関の担当（部署・役職）", max_length=200)
    contact_phone: str = Field(
        default="", title="連絡のつく電話番号", description="システム停止時も通じる番号", max_length=40
    )
    facility_kind: FacilityKind | None = Field(
        default=None, title="種別", description="登録のない医療機関のときに選びます"
    )
    municipality: str = Field(default="", title="所在する市区町村", description="登録のない医療機関のときに入力します")
    municipal: bool = Field(default=False, title="自治体立病院")


class MoreFacts(Facts):
    """Facts learned later; what is left empty stays as it is."""

    what_happened: str = Field(default="", title="何が起きているか（更新）", json_schema_extra=LONG)
    attack_kind: AttackKind | None = Field(default=None, title="攻撃の種別")
    affected_systems: tuple[SystemKind, ...] = Field(default=(), title="影響を受けたシステム")
    occurred_at: When | None = moment("発生日時", "推定可", default=None)
    occurred_approx: bool = Field(default=False, title="発生の時刻は「頃」")
    contact_person: str = Field(default="", title="医療機関の担当（部署・役職）", max_length=200)
    contact_phone: str = Field(default="", title="連絡のつく電話番号", max_length=40)


class Confirmation(Facts):
    confirmed_at: When = moment("医療機関に確認した日時")
    with_whom: str = Field(title="確認した相手（部署・役職）", min_length=1, max_length=200)
    content: str = Field(title="確認した内容", min_length=1, json_schema_extra=LONG)


class FourQuestions(Facts):
    """M-1.3; unknown is an answer."""

    attack: Attack = Field(title="(a) サイバー攻撃によるものですか")
    failure: Failure = Field(title="(b) 医療情報システムに障害が発生していますか")
    leak: Impact = Field(title="(c) 個人情報の漏洩はありますか")
    care: Impact = Field(title="(d) 医療提供体制に支障はありますか")
    judged_at: When = moment("判断した日時")
    judged_approx: bool = Field(default=False, title="判断の時刻は「頃」")
    judged_by: Literal["facility", "authority", "ministry"] = Field(
        default="authority",
        title="判断した者",
        json_schema_extra={"labels": {"facility": "医療機関等", "authority": "自治体", "ministry": "厚生労働省"}},
    )
    basis: str = Field(default="", title="判断の根拠", json_schema_extra=LONG)


class NotAttack(Facts):
    confirmed_at: When = moment("確認した日時")
    reason: str = Field(
        title="理由", min_length=1, json_schema_extra=LONG, description="機器の故障、誤報など。統計のために残ります"
    )


def add_facts(case: CaseFile, facts: MoreFacts, deed: Deed) -> None:
    if facts.occurred_at:
        guards.not_after("発生日時", facts.occurred_at, "覚知日時", case.detected_at)
        case.occurred_at, case.occurred_approx = facts.occurred_at, facts.occurred_approx
    for name in ("what_happened", "attack_kind", "contact_person", "contact_phone"):
        if value := getattr(facts, name):
            setattr(case, name, value)
    if facts.affected_systems:
        case.affected_systems = sorted({*case.affected_systems, *facts.affected_systems})


def confirm_facts(case: CaseFile, facts: Confirmation, deed: Deed) -> None:
    guards.not_before("確認日時", facts.confirmed_at, "覚知日時", case.detected_at)
    case.facility_confirmed_at = case.facility_confirmed_at or facts.confirmed_at


def judge_four_questions(case: CaseFile, facts: FourQuestions, deed: Deed) -> None:
    guards.not_before("判断日時", facts.judged_at, "覚知日時", case.detected_at)
    result = judge(facts.attack, facts.failure, facts.leak, facts.care)
    case.judgements.append(
        JudgementRecord(
            judged_at=facts.judged_at,
            approx=facts.judged_approx,
            judged_by=facts.judged_by,
            attack=facts.attack,
            failure=facts.failure,
            leak=facts.leak,
            care=facts.care,
            result=result,
            basis=facts.basis,
            entered_by=deed.office,
            entered_at=deed.now,
        )
    )
    case.attack, case.failure, case.leak, case.care = facts.attack, facts.failure, facts.leak, facts.care
    case.result, case.judged_at = result, facts.judged_at


def close_as_not_attack(case: CaseFile, facts: NotAttack, deed: Deed) -> None:
    guards.not_before("確認日時", facts.confirmed_at, "覚知日時", case.detected_at)
    case.attack, case.result, case.judged_at = Attack.NO, Result.NOT_ATTACK, facts.confirmed_at
    case.closed_at, case.ending, case.ending_reason = deed.now, Ending.NOT_ATTACK, facts.reason


def _reask_starts(case: CaseFile) -> datetime | None:
    """The first judgement of the latest time that the case was left undecided; each such time has its own clock."""
    runs = [list(run) for held, run in groupby(case.judgements, lambda j: j.result in readings.UNDECIDED) if held]
    return runs[-1][0].judged_at if runs else None


def _reask_met(case: CaseFile) -> datetime | None:
    """The judgement that ended it: nothing, while the last judgement still is 判断保留 or 判断待ち."""
    ended = list(takewhile(lambda j: j.result not in readings.UNDECIDED, reversed(case.judgements)))
    return ended[-1].judged_at if ended else None


def _intake_lines(case: CaseFile) -> list[tuple[str, str]]:
    return [
        ("医療機関等", f"{case.facility.name}（{case.facility.kind.label}・{case.facility.municipality_name}）"),
        ("把握の経緯", f"{case.awareness_source.label} {case.awareness_note}".strip()),
        ("何が起きているか", case.what_happened),
        ("連絡先", f"{case.contact_person} {case.contact_phone}".strip() or "確認中"),
    ]


STAGE = Stage(
    key=StageKey.DETECTION,
    purpose="サイバー攻撃を受けた疑いを受け付け、医療機関等に状況を確認し、四つの判断を行います。",
    source=("M-1.2b", "M-1.3", "M-2.1", "M-2.1p"),
    opens_when=lambda case: True,
    opens_label="疑いの受付と同時に始まります",
    tasks=(
        TaskTemplate(
            "confirm_facts",
            "医療機関等に状況を確認する",
            Role.OFFICER,
            done=lambda case: case.facility_confirmed_at is not None or case.closed_at is not None,
            source=("M-2.1",),
        ),
        TaskTemplate(
            "judge",
            "四つの判断を行う（攻撃・障害・漏洩・診療への支障）",
            Role.OFFICER,
            done=lambda case: case.judged_at is not None,
            source=("M-1.3",),
        ),
        TaskTemplate(
            "judge_again",
            "判断保留・判断待ちの項目を再確認し、判断し直す",
            Role.OFFICER,
            done=readings.judged,
            applies=readings.on_hold,
            clock="judgement-recheck",
            source=("M-1.3",),
        ),
    ),
    acts=(
        Act(
            "report_suspicion",
            "suspicion_reported",
            "疑いを受け付ける",
            Suspicion,
            frozenset({Role.OFFICER, Role.SUPERVISOR}),
            change=lambda case, facts, deed: None,
            opens_case=True,
            help="医療機関等がサイバー攻撃を受けた疑いを受け付け、案件を開きます。証拠は要りません。",
            tells="当番の職員に通知します",
            source=("M-1.2b", "M-2.1"),
        ),
        Act(
            "add_facts",
            "facts_added",
            "事実を追記する",
            MoreFacts,
            frozenset({Role.OFFICER, Role.SUPERVISOR, Role.INSPECTOR}),
            change=add_facts,
            anytime=True,
            help="後から分かった事実を書き加えます。空欄の項目は変わりません。",
            source=("M-2.1",),
        ),
        Act(
            "confirm_facts",
            "facts_confirmed",
            "医療機関等への確認を記録する",
            Confirmation,
            frozenset({Role.OFFICER, Role.SUPERVISOR}),
            change=confirm_facts,
            anytime=True,
            help="医療機関等に直接確認した内容を残します。",
            source=("M-2.1",),
        ),
        Act(
            "judge",
            "judged",
            "四つの判断を記録する",
            FourQuestions,
            frozenset({Role.OFFICER, Role.SUPERVISOR, Role.MINISTRY}),
            change=judge_four_questions,
            anytime=True,
            help="攻撃・障害・漏洩・診療への支障の四つを答えると、国への連絡の対象かどうかが決まります。",
            source=("M-1.3",),
        ),
        Act(
            "close_as_not_attack",
            "closed_as_not_attack",
            "サイバー攻撃ではないと確認し終了する",
            NotAttack,
            frozenset({Role.OFFICER, Role.SUPERVISOR}),
            change=close_as_not_attack,
            anytime=True,
            requires=(
                Requirement(
                    "サイバー攻撃によると判断されています。先に判断をし直してください。",
                    lambda case: not readings.attacked(case),
                    "M-1.3",
                ),
            ),
            help="誤報や機器の故障と分かったときに、国への連絡をせずに終了します。",
            tells="担当者に通知します",
            source=("M-1.2b",),
        ),
        *attachments.ACTS,
    ),
    clocks=(ClockTemplate("judgement-recheck", _reask_starts, _reask_met),),
    letters=(
        LetterTemplate("case_received", to="holders", must_act=True),
        LetterTemplate("case_received_info", to="supervisors", must_act=False),
        LetterTemplate("case_closed", to="lead", must_act=False, after="close_as_not_attack"),
    ),
    documents=(DocumentTemplate("intake_sheet", "受付票", _intake_lines),),
    completes_when=(
        Criterion("医療機関等に状況を確認した", lambda case: case.facility_confirmed_at is not None),
        Criterion("四つの判断が確定した", readings.judged),
    ),
    follows=(StageKey.VENDOR_CONTACT, StageKey.MINISTRY_REPORT, StageKey.INSPECTION, StageKey.REMEDIATION),
)
