"""医療監視員: who may inspect today, certificates and losses, and this authority's own days."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import streamlit as st

from cases.casework.inspection.appointment_facts import (
    Appointment,
    AppointmentEnded,
    CertificateIssued,
    CertificateLost,
    PoliceTold,
    PracticeDays,
)
from cases.casework.inspection.views import InspectorView, LossView
from cases.japanese_dates import day_words
from cases.views.general import Choice
from cases.vocabulary import Role
from ui.counter import counter
from ui.forms.desk_form import DeskForm
from ui.forms.desk_form import draw as draw_form
from ui.parts.session import at_desk, officer
from ui.words import rows_html, when

KEEPERS = frozenset({Role.SUPERVISOR, Role.MINISTRY})


def draw() -> None:
    st.title("医療監視員", anchor=False)
    st.caption("立入検査に従事できるのは、当日に任命と身分を示す証明書が有効な医療監視員だけです（医療法第26条）。")
    with at_desk() as desk:
        people, losses, days = desk.appointments.inspectors(), desk.appointments.losses(), desk.appointments.practice()
    keeper = bool(KEEPERS & officer().roles)
    _people(people)
    if keeper:
        _keep(people, losses)
    else:
        st.caption("登録と変更は決裁者が行います。")
    _losses(losses)
    st.header("立入検査の日数（この組織の目安）", anchor=False)
    st.caption("空欄にすると、文書に期日を付けず、計時もしません。すでに付いた期日は変わりません。")
    known = {
        "notice_lead_days": days.notice_lead_days,
        "result_notice_days": days.result_notice_days,
        "plan_due_days": days.plan_due_days,
        "reinspection_days": days.reinspection_days,
    }
    if keeper:
        draw_form(DeskForm("practice", PracticeDays, "日数を決める", _set_days, defaults=known))
    else:
        titles = {name: str(field.title) for name, field in PracticeDays.model_fields.items()}
        st.html(rows_html([(titles[name], f"{n}日" if n is not None else "定めなし") for name, n in known.items()]))
    if days.changed_at:
        st.caption(f"最後の変更: {days.changed_by}　{when(days.changed_at, counter().now())}")


def _people(people: tuple[InspectorView, ...]) -> None:
    able = sum(1 for one in people if not one.why_not)
    st.header(f"今日、立入検査に従事できる者 {able}人", anchor=False)
    if not people:
        st.info("登録された医療監視員がいません。決裁者が下の「医療監視員を登録する」から登録すると、計画で選べます。")
    for one in people:
        st.html(person_html(one))


def person_html(one: InspectorView) -> str:
    """One appointee: may or may not go today, by sign and word; appointment and every certificate."""
    kind, sign, told = ("rk-late", "▲", f"不可（{one.why_not}）") if one.why_not else ("rk-calm", "○", "従事できます")
    rows = [
        ("今日", told),
        ("任命", f"{one.appointment_number}　{_day(one.valid_from)}から {_until(one.valid_to)}"),
        *([("任命の終わり", f"{_day(one.ended_on)}　{one.ended_reason}")] if one.ended_on else []),
        (
            "証明書",
            "\n".join(
                f"{c.number}（{c.state}）　交付 {_day(c.issued_on)}　{_until(c.valid_to)}" for c in one.certificates
            )
            or "交付なし",
        ),
    ]
    return (
        f'<article class="rk-entry"><h3><span class="rk-mark {kind}" aria-hidden="true">{sign}</span> '
        f"{escape(one.office)}</h3>{rows_html(rows)}</article>"
    )


def _keep(people: tuple[InspectorView, ...], losses: tuple[LossView, ...]) -> None:
    who = tuple(Choice(str(one.id), f"{one.office}（{one.appointment_number}）") for one in people)
    open_losses = tuple(Choice(str(x.id), f"{x.office}　{x.certificate}") for x in losses if x.police_at is None)
    forms: list[tuple[str, DeskForm[Any]]] = [
        ("医療監視員を登録する", DeskForm("appoint", Appointment, "登録する", _appoint))
    ]
    if who:
        of = {"inspector": who}
        forms += [
            ("証明書を交付・再交付する", DeskForm("issue", CertificateIssued, "交付を記録する", _issue, choices=of)),
            ("任命を終える", DeskForm("end", AppointmentEnded, "任命の終わりを記録する", _end, choices=of)),
            (
                "証明書の紛失・盗難を記録する",
                DeskForm("loss", CertificateLost, "紛失・盗難を記録する", _lose, choices=of),
            ),
        ]
    if open_losses:
        police = DeskForm("police", PoliceTold, "届出を記録する", _police, choices={"loss": open_losses})
        forms.append(("警察への届出を記録する", police))
    for title, form in forms:
        with st.expander(title):
            draw_form(form)


def _losses(losses: tuple[LossView, ...]) -> None:
    if not losses:
        return
    st.header("証明書の紛失・盗難", anchor=False)
    now = counter().now()
    for one in losses:
        told = f"{when(one.police_at, now)}　{one.police_station}　{one.police_reference}" if one.police_at else "まだ"
        rows = [
            ("証明書", f"{one.certificate}（{one.office}）"),
            ("日時", when(one.lost_at, now, approx=one.lost_approx)),
            ("状況", one.circumstances),
            ("警察への届出", told),
            ("記録した者", one.entered_by),
        ]
        st.html(f'<article class="rk-entry">{rows_html(rows)}</article>')


def _appoint(facts: Appointment) -> str:
    with at_desk() as desk:
        desk.appointments.appoint(facts)
    return f"「{facts.office}」を登録しました。"


def _issue(facts: CertificateIssued) -> str:
    with at_desk() as desk:
        desk.appointments.issue_certificate(facts)
    return f"証明書「{facts.number}」の交付を記録しました。"


def _end(facts: AppointmentEnded) -> str:
    with at_desk() as desk:
        desk.appointments.end_appointment(facts)
    return "任命の終わりを記録しました。"


def _lose(facts: CertificateLost) -> str:
    with at_desk() as desk:
        desk.appointments.report_loss(facts)
    rest = "" if facts.police_at else "警察に届け出たら、その日時と警察署を記録してください。"
    return f"証明書の紛失・盗難を記録しました。再交付するまで、立入検査に従事できません。{rest}"


def _police(facts: PoliceTold) -> str:
    with at_desk() as desk:
        desk.appointments.tell_police(facts)
    return "警察への届出を記録しました。"


def _set_days(facts: PracticeDays) -> str:
    with at_desk() as desk:
        desk.appointments.set_practice(facts)
    return "立入検査の日数を決めました。これから付く期日に使います。"


def _until(day: date | None) -> str:
    return f"有効 {_day(day)}まで" if day else "期限の定めなし"


def _day(day: date | None) -> str:
    return day_words(day, with_year=True) if day else ""
