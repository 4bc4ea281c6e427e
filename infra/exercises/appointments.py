"""医療監視員 of an exercise: whoever holds the role is appointed and carries a certificate, so that they may inspect.

None of the numbers exists anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.records import MINISTRY_CODE, Inspector, InspectorCertificate

SINCE = date(2018, 4, 1)
ENTERED = datetime(2018, 4, 1, tzinfo=UTC)


def appoint(session: Session, code: str, offices: Iterable[str], **facts: Any) -> None:
    """Register those offices of the authority that are not yet; certificates 「演習用 第1号」 and on. `facts`: other
    columns of the appointment; `certificate_to` the last day of the certificate, `certificate` False for none.
    """
    known = set(session.scalars(select(Inspector.office).where(Inspector.authority_code == code)))
    carries, until = facts.pop("certificate", True), facts.pop("certificate_to", None)
    for office in offices:
        if office in known and not facts:
            continue
        n = (
            session.scalar(select(func.count()).select_from(Inspector).where(Inspector.authority_code == code)) or 0
        ) + 1
        number = f"演習用 {'国' if code == MINISTRY_CODE else ''}第{n}号"
        card = InspectorCertificate(authority_code=code, number=number, issued_on=SINCE, valid_to=until)
        given = {"valid_from": SINCE, **facts}
        session.add(
            Inspector(
                authority_code=code,
                office=office,
                appointment_number=f"演習任命第{n}号",
                entered_by="演習",
                entered_at=ENTERED,
                certificates=[card] if carries else [],
                **given,
            )
        )
        session.flush()
