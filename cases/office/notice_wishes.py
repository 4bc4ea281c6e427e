"""How somebody wants to be told, and what no wish turns off. Pure: letter and moment in, answer out (R-046, issue 4).

What calls for a deed goes out at once, and so do letters of clocks that are exceeded; an authority's supervisor may
fix more. Only the rest follows the person's wish. Whatever the wish, the letter stands among the notices on the
screen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from cases.calendars import Calendar
from cases.clock import JST, in_utc, jst_day
from cases.vocabulary import Informed

DIGEST_AT = time(8, 30)
"""JST, on days on which the office opens."""
ALWAYS = frozenset({"reminder_informed"})
"""Letters that inform only and still go out at once everywhere: a clock is exceeded."""
INFORMING = {
    "case_received_info": "疑いの受付（担当に割り当てたとき）",
    "ministry_report_due_info": "厚生労働省への報告の段階に入ったとき",
    "report_received": "報告が受領されたとき",
    "report_amended": "送付済みの報告の補足・訂正・取下げ",
    "inquiry_answered": "照会・依頼への回答",
    "advice_given": "技術的事項の助言",
    "facility_contacted": "医療機関等から厚生労働省への直接の連絡",
    "investigation_reported": "調査・指導の結果の報告",
    "ministry_team_named": "合同の立入検査等の従事者",
    "guest_spoke": "関係者からの連絡・資料",
    "request_asked": "国からの依頼（担当が対応するもの）",
    "request_reminded": "国からの依頼の催促（担当が対応するもの）",
    "campaign_asked": "要請の周知（担当が対応するもの）",
    "campaign_changed": "要請の周知の変更（担当が対応するもの）",
    "campaign_reminder": "要請事項の残り（担当が対応するもの）",
    "campaign_summary": "要請の周知の終わり",
    "transfer_accepted": "案件の移送の受入れ",
    "case_closed": "案件の終結",
    "reminder_informed": "目安の超過（担当以外への知らせ）",
}
"""Letter → what it tells, for those that may only inform."""


@dataclass(frozen=True)
class Wish:
    """One person's wish, and the letters that their authority fixed."""

    informed: Informed = Informed.NOW
    digest_at: time = DIGEST_AT
    fixed: frozenset[str] = frozenset()
    calendar: Calendar = field(default_factory=Calendar)

    def of(self, letter: str, *, must_act: bool) -> Informed:
        """How a letter of that name goes to this person."""
        if must_act or letter in ALWAYS or letter in self.fixed:
            return Informed.NOW
        return self.informed

    def next_digest(self, now: datetime) -> datetime:
        """The next moment (UTC) after `now` at which this person gets what was gathered."""
        day = jst_day(in_utc(now))
        while True:
            at = in_utc(datetime.combine(day, self.digest_at, tzinfo=JST))
            if at > now and self.calendar.is_open_day(day):
                return at
            day += timedelta(days=1)
