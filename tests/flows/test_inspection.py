"""調査・指導・立入検査, unattended: who may go that day, whether there is time to announce it, the day's sheet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cases.casework.inspection.appointment_facts import (
    AppointmentEnded,
    CertificateIssued,
    CertificateLost,
    PracticeDays,
)
from cases.clock import jst_day
from tests.a_case import Case

TASK = "visit_certificates"


@pytest.fixture
def planned(case: Case) -> Case:
    """立入検査を10日後に計画した案件."""
    case.judged().take("課長", "decide_investigation", instrument="on_site_inspection")
    case.take("医療監視員", "plan_visit", planned_on=today(case) + timedelta(days=10))
    return case


def today(case: Case) -> date:
    return jst_day(case.now)


def register(case: Case, deed: str, facts: Any) -> None:
    """The supervisor keeps the office's register; the engine does its part."""
    with case.house.desk(case.staff["課長"]) as desk:
        getattr(desk.appointments, deed)(facts)
    case.house.drain()


def inspector(case: Case) -> int:
    with case.house.desk(case.staff["課長"]) as desk:
        return int(next(one.id for one in desk.appointments.inspectors() if one.office == "医療監視員"))


def said(case: Case, words: str) -> list[str]:
    """What the engine's history lines say with these words in it."""
    lines = [line for line in case.sheet.history if line.kind == "自動処理"]
    return [each for line in lines for each in line.facts.get("done", []) if words in each]


def test_証明書が有効な従事者なら_何も言わない(planned: Case) -> None:
    assert TASK not in planned.open_tasks
    assert said(planned, "従事できません") == []


def test_任命が予定日より前に終わると_経過に一度だけ残り_決裁者の業務になる(planned: Case) -> None:
    ended = today(planned) + timedelta(days=3)
    register(planned, "end_appointment", AppointmentEnded(inspector=inspector(planned), ended_on=ended, reason="異動"))
    planned.take("医療監視員", "notify_visit")
    assert (planned.task(TASK).holder, planned.task(TASK).state) == ("課長", "未了")
    assert ("課長", True) in planned.read_by("task_opened")
    [words] = said(planned, "従事できません")
    assert words.startswith("立入検査第1号（11月10日(水)予定）の医療監視員（任命番号 ")
    assert "任命が2021年11月3日で終わるため" in words
    assert words in planned.task(TASK).note


def test_証明書を失うと業務になり_再交付すれば業務は終わる(planned: Case) -> None:
    one = inspector(planned)
    register(planned, "report_loss", CertificateLost(inspector=one, lost_at=planned.now, circumstances="庁内で紛失"))
    assert TASK in planned.open_tasks
    new = CertificateIssued(inspector=one, number="演習用 第99号", issued_on=today(planned))
    register(planned, "issue_certificate", new)
    assert planned.task(TASK).state == "完了"
    assert len(said(planned, "予定日まで有効になった")) == 1


def test_立入検査を中止すると_証明書の業務も取り下げられる(planned: Case) -> None:
    one = inspector(planned)
    register(planned, "report_loss", CertificateLost(inspector=one, lost_at=planned.now, circumstances="庁内で紛失"))
    planned.take("医療監視員", "call_off_visit")
    assert TASK not in planned.open_tasks


def test_事前通知の期間より近い予定日は_経過と業務に一度だけ言われる(case: Case) -> None:
    case.judged().take("課長", "decide_investigation", instrument="on_site_inspection")
    register(case, "set_practice", PracticeDays(notice_lead_days=14))
    case.take("医療監視員", "plan_visit", planned_on=today(case) + timedelta(days=5))
    case.later(hours=1)
    case.take("医療監視員", "record_findings")
    [words] = said(case, "事前通知の期間")
    assert "（14日前まで）より近い日に計画されています" in words
    assert words in case.task("visit").note


def test_期間を定めていない自治体では_近い予定日でも何も言わない(planned: Case) -> None:
    assert said(planned, "事前通知の期間") == []


def test_通知して日が定まると_当日票の下書きが一度だけ用意される(planned: Case) -> None:
    assert planned.documents("day_sheet") == []
    planned.take("医療監視員", "notify_visit")
    planned.take("医療監視員", "record_findings")
    [lines] = planned.documents("day_sheet")
    rows = dict(lines)
    assert rows["予定日"] == "2021年11月10日"
    assert rows["従事者"].startswith("医療監視員　証明書 ")
    assert "医療法第25条" in rows["根拠"]
    assert len(lines) > 6
