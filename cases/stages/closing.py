"""終結: the closing gate refuses while anything is open and names it; a closed case can be reopened with reason.

Source: chain of the notice as a whole [design]; domain.md G.2 guards of `closed`.
"""

from __future__ import annotations

from cases.casework.closing import closing_gate, deeds, outside_notices
from cases.procedure import Criterion, LetterTemplate, Stage, TaskTemplate
from cases.vocabulary import Recipient, Role, StageKey

STAGE = Stage(
    key=StageKey.CLOSING,
    purpose="すべての段階が終わり、外部への通報・届出と情報共有の同意が分かっていることを確かめ、案件を終結します。",
    source=(),
    opens_when=closing_gate.stages_settled,
    opens_label="他のすべての段階が完了又は対象外となったとき",
    tasks=(
        TaskTemplate(
            "external_notices",
            "外部への通報・届出の状況を医療機関等に確かめる",
            Role.OFFICER,
            applies=lambda case: bool(outside_notices.unanswered(case)),
            done=lambda case: not outside_notices.unanswered(case),
        ),
        TaskTemplate(
            "consent",
            "情報共有の同意を医療機関等に確かめる",
            Role.OFFICER,
            applies=lambda case: bool(outside_notices.consent_open(case)),
            done=lambda case: not outside_notices.consent_open(case),
        ),
        TaskTemplate(
            "close_case",
            "終結してよいか確認し、終結する",
            Role.SUPERVISOR,
            done=lambda case: case.closed_at is not None,
        ),
    ),
    acts=(*outside_notices.ACTS, *deeds.ACTS),
    letters=(
        LetterTemplate("closing_due", to=Recipient.HOLDERS, must_act=True),
        LetterTemplate("case_closed", to=Recipient.LEAD, must_act=False, after="close_case"),
    ),
    completes_when=(Criterion("案件を終結した", lambda case: case.closed_at is not None),),
)
