"""医療監視員の登録: appointments, certificates, losses, and each authority's own days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from cases.casework.inspection.appointment_facts import (
    Appointment,
    AppointmentEnded,
    CertificateIssued,
    CertificateLost,
    PoliceTold,
    PracticeDays,
)
from cases.casework.inspection.appointments import AppointmentDesk
from cases.errors import ActNotOpen, ImpossibleTime, NotFound, WrongRole
from cases.store.officers import SignedIn
from tests.house import House

NEW = Appointment(
    office="保健所 衛生課",
    appointment_number="徳島第20号",
    valid_from=date(2021, 4, 1),
    valid_to=date(2022, 3, 31),
    certificate_number="徳島医監第20号",
)


@pytest.fixture
def head(house: House) -> SignedIn:
    return house.office("徳島県")["課長"]


def named(register: AppointmentDesk, office: str) -> int:
    return next(one.id for one in register.inspectors() if one.office == office)


@pytest.mark.requirement("R-119")
def test_登録した医療監視員は_計画の選択肢に任期と証明書とともに出る(house: House, head: SignedIn) -> None:
    with house.desk(head) as desk:
        desk.appointments.appoint(NEW)
    with house.desk(house.office("徳島県")["担当1"]) as desk:
        labels = {one.value: one.label for one in desk.appointments.inspector_choices()}
    assert "徳島医監第20号" in labels["徳島第20号"]
    assert "不可" not in labels["徳島第20号"]


def test_登録できるのは決裁者だけである(house: House) -> None:
    for office in ("担当1", "医療監視員"):
        with house.desk(house.office("徳島県")[office]) as desk, pytest.raises(WrongRole):
            desk.appointments.appoint(NEW)


def test_同じ任命番号や証明書番号は二度登録できない(house: House, head: SignedIn) -> None:
    with house.desk(head) as desk:
        desk.appointments.appoint(NEW)
        with pytest.raises(ActNotOpen, match="登録されています"):
            desk.appointments.appoint(NEW)
        with pytest.raises(ActNotOpen, match="徳島医監第20号"):
            desk.appointments.appoint(NEW.model_copy(update={"appointment_number": "徳島第21号"}))


@pytest.mark.requirement("R-342")
def test_証明書の紛失は警察への届出とともに残り_再交付まで従事できない(house: House, head: SignedIn) -> None:
    now = house.clock.now()
    with house.desk(head) as desk:
        who = named(desk.appointments, "医療監視員")
        lost = CertificateLost(inspector=who, lost_at=now - timedelta(hours=3), circumstances="移動中に紛失")
        desk.appointments.report_loss(lost)
        (one,) = desk.appointments.inspectors()
        assert "紛失し、再交付がない" in one.why_not
        (loss,) = desk.appointments.losses()
        assert (loss.certificate, loss.police_at) == ("演習用 第1号", None)
        desk.appointments.tell_police(PoliceTold(loss=loss.id, police_at=now, police_station="美馬警察署"))
        (loss,) = desk.appointments.losses()
        assert (loss.police_at, loss.police_station) == (now, "美馬警察署")
        with pytest.raises(ActNotOpen, match="すでに"):
            desk.appointments.tell_police(PoliceTold(loss=loss.id, police_at=now, police_station="別の警察署"))
        issued = CertificateIssued(inspector=who, number="演習用 第1号の2", issued_on=date(2021, 10, 31))
        desk.appointments.issue_certificate(issued)
        (one,) = desk.appointments.inspectors()
    assert one.why_not == ""
    assert [(c.number, c.state) for c in one.certificates] == [
        ("演習用 第1号", "紛失・盗難"),
        ("演習用 第1号の2", "使用中"),
    ]


def test_届出は紛失より前にならず_警察署の名のない届出は受け付けない(house: House, head: SignedIn) -> None:
    now = house.clock.now()
    with house.desk(head) as desk:
        who = named(desk.appointments, "医療監視員")
        lost = CertificateLost(inspector=who, lost_at=now - timedelta(hours=1), circumstances="庁舎内")
        with pytest.raises(ActNotOpen, match="警察署"):
            desk.appointments.report_loss(lost.model_copy(update={"police_at": now}))
        desk.appointments.report_loss(lost)
        (loss,) = desk.appointments.losses()
        early = PoliceTold(loss=loss.id, police_at=now - timedelta(hours=2), police_station="美馬警察署")
        with pytest.raises(ImpossibleTime):
            desk.appointments.tell_police(early)


def test_任命を終えた者はその翌日から従事できない(house: House, head: SignedIn) -> None:
    with house.desk(head) as desk:
        who = named(desk.appointments, "医療監視員")
        desk.appointments.end_appointment(AppointmentEnded(inspector=who, ended_on=date(2021, 10, 30), reason="異動"))
        (one,) = desk.appointments.inspectors()
    assert "2021年10月30日で終わる" in one.why_not


@pytest.mark.requirement("R-014")
def test_よその組織の登録は見えず_変えられない(house: House, head: SignedIn) -> None:
    stranger = house.office("奈良県")["課長"]
    with house.desk(head) as desk:
        mine = named(desk.appointments, "医療監視員")
    with house.desk(stranger) as desk:
        assert mine not in {one.id for one in desk.appointments.inspectors()}
        with pytest.raises(NotFound):
            desk.appointments.end_appointment(AppointmentEnded(inspector=mine, ended_on=date(2021, 11, 1), reason="x"))
    ministry = house.office("厚生労働省")["担当"]
    with house.desk(ministry) as desk:
        assert {one.office for one in desk.appointments.inspectors()} == {"担当"}
    with house.doors.ministry.begin() as connection:
        connection.execute(text("SELECT set_config('renraku.codes', 'MHLW', true)"))
        seen = connection.scalar(text("SELECT count(*) FROM inspector WHERE authority_code = '360007'"))
        changed = connection.execute(text("UPDATE inspector SET office = 'x' WHERE authority_code = '360007'")).rowcount
    assert (seen, changed) == (1, 0)


@pytest.mark.requirement("R-340")
def test_日数は組織ごとに決め_空欄に戻せる(house: House, head: SignedIn) -> None:
    with house.desk(head) as desk:
        assert desk.appointments.practice().plan_due_days is None
        desk.appointments.set_practice(PracticeDays(plan_due_days=14, notice_lead_days=0))
    with house.desk(house.office("奈良県")["担当1"]) as desk:
        assert desk.appointments.practice().plan_due_days is None
        with pytest.raises(WrongRole):
            desk.appointments.set_practice(PracticeDays(plan_due_days=1))
    with house.desk(head) as desk:
        told = desk.appointments.practice()
        assert (told.plan_due_days, told.notice_lead_days, told.changed_by) == (14, 0, "徳島県 課長")
        desk.appointments.set_practice(PracticeDays())
        assert desk.appointments.practice().plan_due_days is None


def test_紛失の記録は警察への届出のほか書き換えられない(house: House, head: SignedIn) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), house.doors.desk.begin() as connection:
        connection.execute(text("UPDATE loss_report SET circumstances = 'x'"))
