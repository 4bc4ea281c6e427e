"""覚知: suspicion, confirmation, the four questions."""

from __future__ import annotations

import pytest

from tests.house import House


@pytest.mark.requirement("R-040")
def test_疑いだけで案件が開き_当番の職員に業務が割り当てられる(house: House) -> None:
    staff = house.office("徳島県")
    house.facility()
    case = house.suspicion(staff["担当1"])
    house.drain()
    sheet = house.case(staff["担当1"], case)
    assert house.states(staff["担当1"], case)["vendor_contact"] == "open"
    assert {task.code for task in sheet.tasks} == {"confirm_facts", "judge", "vendor_contact", "vendor_instruction"}
    assert {task.holder for task in sheet.tasks} == {"担当1"}
