"""Who may inspect on a day: appointees of the authority whose appointment and certificate are valid (R-119, R-342).

Pure: the register's rows in, answer out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cases.errors import InspectorNotValid
from cases.records import Inspector, InspectorCertificate
from cases.vocabulary import CertificateState


def certificate_of(inspector: Inspector) -> InspectorCertificate | None:
    """The certificate in use, the newest where there are several."""
    return next((c for c in reversed(inspector.certificates) if c.state is CertificateState.IN_USE), None)


def why_not(inspector: Inspector, on: date) -> str:
    """Why this appointee may not inspect on that day, as a clause; empty when nothing stands against it."""
    if on < inspector.valid_from:
        return f"任命が{_day(inspector.valid_from)}からのため"
    last = min(filter(None, [inspector.valid_to, inspector.ended_on]), default=None)
    if last is not None and on > last:
        return f"任命が{_day(last)}で終わるため"
    certificate = certificate_of(inspector)
    if certificate is None:
        lost = any(c.state is CertificateState.LOST for c in inspector.certificates)
        return "身分を示す証明書を紛失し、再交付がないため" if lost else "身分を示す証明書の交付がないため"
    if on < certificate.issued_on:
        return f"身分を示す証明書の交付が{_day(certificate.issued_on)}のため"
    if certificate.valid_to is not None and on > certificate.valid_to:
        return f"身分を示す証明書の有効期限が{_day(certificate.valid_to)}のため"
    return ""


def chosen(register: Sequence[Inspector], names: Sequence[str], on: date) -> list[Inspector]:
    """The appointees by appointment number, or by office where only one has it. Raises InspectorNotValid."""
    found = [_named(register, name, on) for name in dict.fromkeys(names)]
    for inspector in found:
        if reason := why_not(inspector, on):
            raise InspectorNotValid(inspector.office, on, reason)
    return found


def _named(register: Sequence[Inspector], name: str, on: date) -> Inspector:
    by_number = [one for one in register if one.appointment_number == name]
    by_office = [one for one in register if one.office == name]
    valid = [one for one in by_office if not why_not(one, on)]
    for some in (by_number, valid, by_office):
        if len(some) == 1:
            return some[0]
    several = "同じ職名の者が複数いて、任命番号でなければ分からないため"
    raise InspectorNotValid(name, on, several if by_office else "この組織の医療監視員の登録がないため")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
