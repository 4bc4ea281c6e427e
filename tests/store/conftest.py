"""The store's tests look at a case that has been taken in."""

from __future__ import annotations

import pytest

from tests.a_case import Case
from tests.house import House


@pytest.fixture
def case(house: House) -> Case:
    """疑いを受け付けた徳島県の案件."""
    return Case.opened(house)
