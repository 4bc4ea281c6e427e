"""Who takes part in the case of a municipal hospital, and whether the State's information is complete.

Pure: facts in, answer out. Source: M-2.3 「市区町村と連携し、国との情報共有に万全を期して」; R-081…R-086.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases import readings
from cases.records import CaseFile, Facility, Participant
from cases.vocabulary import OperatingKind, PartyRole

PUBLIC = (PartyRole.OPERATING_BODY, PartyRole.PREFECTURE, PartyRole.OWNER_MUNICIPALITY)
"""The three of M-2.3."""
_SEPARATE = (OperatingKind.JOINT_AUTHORITY, OperatingKind.LOCAL_AGENCY)
_BODIES_OF_THEIR_OWN = ("法人", "機構", "組合", "連合", "公社", "財団")


@dataclass(frozen=True)
class Informed:
    """Somebody told the State."""

    at: datetime
    who: str
    how: str


def expected(facility: Facility, prefecture: str, authority: str, now: datetime) -> list[Participant]:
    """The parties of a municipal hospital's case: three offices, fewer where one office is two of them.

    `prefecture` and `authority` are names (徳島県, 岡山市). An office that the registry does not name comes with an
    empty name, for the officer to fill in; the operating body comes with the registry's contact (R-080).
    """
    owner = facility.owner_municipality or facility.owner_prefecture or ""
    named = zip(PUBLIC, (facility.operating_body, prefecture, owner), strict=True)
    found: list[Participant] = []
    for role, name in named:
        known = _plain(name)
        same = next((p for p in found if known and _plain(p.name) == known), None)
        if same is not None:
            same.roles = [*same.roles, str(role)]
            continue
        found.append(_party(role, known, authority, now))
    operator = found[0]
    operator.person = facility.operating_contact or ""
    operator.phone = facility.operating_phone or ""
    operator.email = facility.operating_email or ""
    if facility.operating_kind in _SEPARATE:
        operator.same_as_authority = False
    return found


def _party(role: PartyRole, name: str, authority: str, now: datetime) -> Participant:
    return Participant(
        roles=[str(role)],
        name=name,
        person="",
        phone="",
        email="",
        same_as_authority=is_part_of(name, authority),
        added_by="自動処理",
        added_at=now,
        confirmed_by="",
        confirmed_note="",
        left_reason="",
    )


def is_part_of(name: str, authority: str) -> bool:
    """Whether the office is the authority itself or a department of it: 徳島県病院局 is part of 徳島県, a corporation
    or an association that bears its name is not.
    """
    if not name or not _plain(name).startswith(authority):
        return False
    return name == authority or not any(word in name for word in _BODIES_OF_THEIR_OWN)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()


def present(case: CaseFile) -> list[Participant]:
    """The parties that take part, in the order in which they came."""
    return [party for party in case.participants if party.left_at is None]


def of_the_three(case: CaseFile) -> list[Participant]:
    return [party for party in present(case) if set(party.roles) & set(PUBLIC)]


def lead_named(case: CaseFile) -> bool:
    """R-082: for a municipal hospital somebody must be named who reports."""
    return not case.facility.municipal or case.lead_reporter is not None


def informed(case: CaseFile) -> list[Informed]:
    """Every contact with the State on this case, oldest first: calls and sent reports."""
    calls = [
        Informed(c.contacted_at, "医療機関等" if c.by_facility else "自治体", "電話連絡")
        for c in case.ministry_contacts
    ]
    papers = [Informed(r.sent_at, "自治体", r.kind.label) for r in readings.reports_sent(case) if r.sent_at]
    return sorted([*calls, *papers], key=lambda one: one.at)


def missing(case: CaseFile) -> list[str]:
    """What the information of the State still lacks, in sentences; empty when all is confirmed (R-084)."""
    if not case.facility.municipal:
        return []
    lacking = [] if lead_named(case) else ["主報告者が決まっていません。"]
    if not informed(case):
        lacking.append("国（厚生労働省）への連絡・報告がまだ記録されていません。")
    parties = of_the_three(case)
    roles = {role for party in parties for role in party.roles}
    lacking += [f"{role.label}が関係者に入っていません。" for role in PUBLIC if role not in roles]
    lacking += [
        f"{roles_words(party.roles)}（{party.name or '名称未登録'}）の確認がまだです。"
        for party in parties
        if party.confirmed_at is None
    ]
    return lacking


def operator_inspects_itself(case: CaseFile) -> bool:
    """R-086: the authority that would inspect is the one that runs the hospital."""
    return any(p.same_as_authority and PartyRole.OPERATING_BODY in p.roles for p in present(case))


CONFLICT = "（利益相反の表示: 病院を運営する団体が、調査・指導を行う自治体と同じです。）"


def with_conflict(case: CaseFile, reason: str) -> str:
    """A decision's reason, with the note where the authority decides on its own hospital (R-086)."""
    return f"{reason}\n{CONFLICT}" if operator_inspects_itself(case) else reason


def roles_words(roles: Sequence[str]) -> str:
    return "・".join(PartyRole(role).label for role in roles)
