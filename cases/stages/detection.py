"""覚知: a suspicion comes in, the facts are confirmed with the facility, and the four questions are judged.

Source: M-1.2b, M-1.3, M-2.1, M-2.1p; R-040, R-047…R-051, R-058…R-063.
"""

from __future__ import annotations

from cases import readings
from cases.casework.detection import judging, suspicion
from cases.casework.files import attaching
from cases.casework.ministry_report import sharing
from cases.casework.relations import linking, merging, transferring
from cases.procedure import ClockTemplate, Criterion, DocumentTemplate, LetterTemplate, Stage, TaskTemplate
from cases.records import CaseFile
from cases.vocabulary import Recipient, Role, StageKey


def _intake_lines(case: CaseFile) -> list[tuple[str, str]]:
    return [
        ("医療機関等", f"{case.facility_name}（{case.facility.kind.label}・{case.facility.municipality_name}）"),
        ("把握の経緯", f"{case.awareness_source.label} {case.awareness_note}".strip()),
        ("何が起きているか", case.what_happened),
        ("連絡先", f"{case.contact_person} {case.contact_phone}".strip() or "確認中"),
    ]


STAGE = Stage(
    key=StageKey.DETECTION,
    purpose="サイバー攻撃を受けた疑いを受け付け、医療機関等に状況を確認し、四つの判断を行います。",
    source=("M-1.2b", "M-1.3", "M-2.1", "M-2.1p"),
    opens_when=lambda case: True,
    opens_label="疑いの受付と同時に始まります",
    tasks=(
        TaskTemplate(
            "identify_facility",
            "報道等で知った医療機関等を特定する",
            Role.OFFICER,
            done=lambda case: not case.facility.unidentified,
            applies=lambda case: case.facility.unidentified,
            source=("M-2.1p",),
        ),
        TaskTemplate(
            "confirm_facts",
            "医療機関等に状況を確認する",
            Role.OFFICER,
            done=lambda case: case.facility_confirmed_at is not None or case.closed_at is not None,
            source=("M-2.1",),
        ),
        TaskTemplate(
            "judge",
            "四つの判断を行う（攻撃・障害・漏洩・診療への支障）",
            Role.OFFICER,
            done=lambda case: case.judged_at is not None,
            source=("M-1.3",),
        ),
        TaskTemplate(
            "judge_again",
            "判断保留・判断待ちの項目を再確認し、判断し直す",
            Role.OFFICER,
            done=readings.judged,
            applies=readings.on_hold,
            clock="judgement-recheck",
            source=("M-1.3",),
        ),
    ),
    acts=(
        *suspicion.ACTS,
        *sharing.ACTS,
        *judging.ACTS,
        *merging.ACTS,
        *transferring.ACTS,
        *linking.ACTS,
        *attaching.ACTS,
    ),
    clocks=(ClockTemplate("judgement-recheck", judging.reask_starts, judging.reask_met),),
    letters=(
        LetterTemplate("case_received", to=Recipient.HOLDERS, must_act=True),
        LetterTemplate("case_received_info", to=Recipient.SUPERVISORS, must_act=False),
        LetterTemplate("transfer_offered", to=Recipient.RECEIVER, must_act=True, after="propose_transfer"),
        LetterTemplate("transfer_accepted", to=Recipient.OFFERER, must_act=False, after="accept_transfer"),
        LetterTemplate("transfer_refused", to=Recipient.OFFERER, must_act=True, after="refuse_transfer"),
        LetterTemplate("case_closed", to=Recipient.LEAD, must_act=False, after="close_as_not_attack"),
    ),
    documents=(DocumentTemplate("intake_sheet", "受付票", _intake_lines),),
    completes_when=(
        Criterion("医療機関等に状況を確認した", lambda case: case.facility_confirmed_at is not None),
        Criterion("四つの判断が確定した", readings.judged),
    ),
    follows=(StageKey.VENDOR_CONTACT, StageKey.MINISTRY_REPORT, StageKey.INSPECTION, StageKey.REMEDIATION),
)
