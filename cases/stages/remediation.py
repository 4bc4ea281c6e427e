"""復旧・再発防止: recovery milestones, and every guidance item, finding and measure followed to its verification.

Source: M-3.1 (復旧状況、再発防止策等); R-104; domain.md D.1 recovery and prevention.
"""

from __future__ import annotations

from cases import readings
from cases.casework.remediation import checklists, items, recovery
from cases.procedure import ClockTemplate, Criterion, LetterTemplate, Stage, TaskTemplate
from cases.vocabulary import Recipient, Role, StageKey

STAGE = Stage(
    key=StageKey.REMEDIATION,
    purpose="復旧の段階を記録し、指導事項・指摘事項・再発防止策を、実施の確認まで追跡します。",
    source=("M-3.1",),
    opens_when=readings.attacked,
    opens_label="サイバー攻撃を受けたと判断したとき",
    tasks=(
        TaskTemplate(
            "follow_recovery",
            "復旧の状況を確認し、通常診療の再開まで記録する",
            Role.OFFICER,
            done=lambda case: readings.care_resumed_at(case) is not None,
            source=("M-3.1",),
        ),
        TaskTemplate(
            "prevention",
            "再発防止策を聞き取り、記録する",
            Role.OFFICER,
            done=readings.prevention_recorded,
            source=("M-3.1",),
        ),
        TaskTemplate(
            "verify_items",
            "指導事項・指摘事項・再発防止策の実施を確認する",
            Role.OFFICER,
            applies=lambda case: not readings.items_settled(case),
            done=readings.items_settled,
            clock=items.CLOCK,
            source=("M-3.1",),
        ),
    ),
    acts=(*recovery.ACTS, *items.ACTS, *checklists.ACTS),
    clocks=(ClockTemplate(items.CLOCK, occurrences=items.promises),),
    letters=(LetterTemplate("remediation_due", to=Recipient.HOLDERS, must_act=True),),
    completes_when=(
        Criterion("通常診療が再開した", lambda case: readings.care_resumed_at(case) is not None),
        Criterion("再発防止策を記録した", readings.prevention_recorded),
        Criterion("指導事項・指摘事項・再発防止策の確認が済んだ", readings.items_settled),
    ),
    skipped_when=lambda case: (
        "サイバー攻撃ではないと確認したため" if readings.judged(case) and not readings.attacked(case) else None
    ),
    follows=(StageKey.CLOSING,),
)
