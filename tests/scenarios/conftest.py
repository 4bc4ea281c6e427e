"""What many scenarios begin with. A case: S2's suspicion at half past midnight on a Sunday, taken in."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from cases.office.sign_in import signed_in
from cases.records import MINISTRY_CODE, Officer
from cases.store.officers import SignedIn
from cases.vocabulary import Role
from tests.house import CHEAP_HASH, House
from tests.scenarios.office import Case


@pytest.fixture
def case(house: House) -> Case:
    """疑いを受け付け、自動処理が一巡した案件（2021年10月31日 日曜日 0時30分）."""
    return Case.opened(house)


@pytest.fixture
def ministry(house: House) -> tuple[SignedIn, SignedIn]:
    """Two officers of the ministry's desk."""
    first = house.office("厚生労働省")["担当"]
    with Session(house.owner) as session, session.begin():
        other = Officer(
            authority_code=MINISTRY_CODE,
            login="MHLW-second",
            office="別の担当",
            email="second@example.jp",
            roles=[str(Role.MINISTRY)],
            password_hash=CHEAP_HASH,
            active=True,
            on_call_order=None,
        )
        session.add(other)
        session.flush()
        return first, signed_in(other, "厚生労働省")
