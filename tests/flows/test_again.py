"""Every programme is safe to take twice: taken again on a case with everything under way, it adds nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from cases.casework.inspection.appointment_facts import CertificateLost, PracticeDays
from cases.vocabulary import StageKey
from tests.a_case import Case, rows
from tests.flows.test_inspection import inspector, register, today

QUIET = ("pending_work",)


@pytest.fixture
def under_way(case: Case) -> Case:
    """A report at a closed desk, a visit too near whose inspector lost the certificate, a promise past its day."""
    case.judged().reported()
    case.take("課長", "decide_investigation", instrument="on_site_inspection")
    register(case, "set_practice", PracticeDays(notice_lead_days=14))
    case.take("医療監視員", "plan_visit", planned_on=today(case) + timedelta(days=9))
    case.take("医療監視員", "notify_visit")
    lost = CertificateLost(inspector=inspector(case), lost_at=case.now, circumstances="庁内で紛失")
    register(case, "report_loss", lost)
    case.take("担当1", "record_measure", title="VPN装置の更新", promised_on=today(case) + timedelta(days=2))
    case.later(days=3, hours=1)
    case.house.drain()
    return case


def test_どの段階の自動処理も_もう一度行っても何も増えない(under_way: Case) -> None:
    house = under_way.house
    before = rows(house)
    for key in StageKey:
        with house.owner.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO pending_work (case_id, authority_code, stage, why, urgent, created_at, attempts, "
                    "failure) SELECT id, authority_code, :stage, 'owed', false, :now, 0, '' FROM case_file"
                ),
                {"stage": str(key), "now": under_way.now},
            )
        house.drain()
    after = rows(house)
    assert {name: count for name, count in after.items() if count != before[name] and name not in QUIET} == {}
    assert {task.state for task in under_way.tasks("visit_certificates")} == {"未了"}
