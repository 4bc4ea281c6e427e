"""The situation that most scenarios begin with: S2's suspicion at half past midnight on a Sunday, taken in."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.scenarios.office import Case


@pytest.fixture
def case(house: House) -> Case:
    """疑いを受け付け、自動処理が一巡した案件（2021年10月31日 日曜日 0時30分）."""
    return Case.opened(house)
