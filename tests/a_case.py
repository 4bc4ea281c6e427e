"""A case at an office, told in few words: who acts, what the case then shows. Facts not named get ordinary values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select, text

from cases.casework.views import TaskView
from cases.clock import JST, jst_day
from cases.clocks.views import ClockView
from cases.desk.views import ActView, CaseSheet, StageView
from cases.errors import Refused
from cases.records import Base, Letter
from cases.views.general import Taken
from cases.vocabulary import FacilityKind
from tests.house import House

Now = Callable[[], datetime]

ORDINARY: dict[str, Callable[[datetime], dict[str, Any]]] = {
    "report_suspicion": lambda now: {
        "facility": "町立病院",
        "what_happened": "電子カルテが開かない",
        "detected_at": now,
        "awareness_source": "facility_report",
    },
    "add_facts": lambda now: {"what_happened": "院内のプリンタから英文が出続けている"},
    "attach_facility": lambda now: {"facility": "町立病院", "reason": "病院の代表電話で確かめた"},
    "confirm_facts": lambda now: {"confirmed_at": now, "with_whom": "事務長", "content": "電子カルテが使えない"},
    "judge": lambda now: {
        "attack": "yes",
        "failure": "yes",
        "leak": "unknown",
        "care": "present",
        "judged_at": now,
        "reason": "新たに分かったため",
    },
    "merge_case": lambda now: {"into": "360007-2021-0001", "reason": "同じ画面の写しが届いた"},
    "unmerge_case": lambda now: {"reason": "別の病院の話であった"},
    "propose_transfer": lambda now: {"authority": "奈良県", "reason": "所在地が奈良県であった"},
    "withdraw_transfer": lambda now: {"reason": "所在地を取り違えていた"},
    "accept_transfer": lambda now: {},
    "refuse_transfer": lambda now: {"reason": "この県の医療機関等ではない"},
    "link_case": lambda now: {"kind": "vendor", "name": "架空給食株式会社", "reason": "同じ保守回線を使っている"},
    "unlink_case": lambda now: {"group": "1", "reason": "別の会社であった"},
    "release_group_names": lambda now: {"group": "1", "released": True},
    "close_as_not_attack": lambda now: {"confirmed_at": now, "reason": "無停電電源装置の故障"},
    "record_vendor_contact": lambda now: {"contacted_at": now, "company": "架空システム株式会社"},
    "record_vendor_instruction": lambda now: {"instruction": "ネットワークから切り離す"},
    "record_containment": lambda now: {"done_at": now, "measure": "院内ネットワークを遮断した"},
    "record_phone_contact": lambda now: {"contacted_at": now, "gist": "第一報を電話で伝えた"},
    "record_facility_contact": lambda now: {"contacted_at": now, "gist": "病院から直接連絡した"},
    "decide_voluntary_report": lambda now: {"decided_at": now, "reason": "影響が広がるおそれがある"},
    "draft_report": lambda now: {"damage": "電子カルテが使えない"},
    "approve_report": lambda now: {},
    "return_report": lambda now: {"reason": "被害の範囲を補うこと"},
    "send_report": lambda now: {},
    "record_receipt": lambda now: {"received_at": now, "received_by": "医療情報技術推進室"},
    "ask_inquiry": lambda now: {"question": "診療の制限の範囲を知りたい"},
    "record_incident_facts": lambda now: {"hotline": "架空の相談窓口"},
    "supplement_report": lambda now: {"report": 1, "content": "端末の台数を補う", "reason": "確認できたため"},
    "correct_report": lambda now: {"report": 1, "content": "誤 10台 正 12台", "reason": "数え直したため"},
    "withdraw_report": lambda now: {"report": 1, "reason": "別の事案の内容を送った"},
    "share_incident": lambda now: {
        "facility": "町立病院",
        "what_happened": "電子カルテが開かない",
        "detected_at": now,
    },
    "accept_request": lambda now: {"number": 1},
    "answer_partly": lambda now: {"number": 1, "answer": "外来は制限している"},
    "decline_request": lambda now: {"number": 1, "reason": "医療機関が保有していない"},
    "answer_inquiry": lambda now: {"number": 1, "answer": "新規の外来を止めている"},
    "invite_guest": lambda now: {"number": 1},
    "revoke_guest": lambda now: {"number": 1, "reason": "役目が終わった"},
    "reply_to_guest": lambda now: {"text": "確認しました"},
    "send_questionnaire": lambda now: {
        "to_name": "事務長",
        "way": "proxy",
        "questions": ["止まっている診療科はどこですか"],
    },
    "enter_answers": lambda now: {"number": 1, "answered_by": "事務長", "answers": ["外来のすべて"]},
    "withdraw_questionnaire": lambda now: {"number": 1, "reason": "電話で足りた"},
    "keep_file": lambda now: {"file": 1, "purpose": "evidence"},
    "remove_file": lambda now: {"file": 1, "reason": "取り違えた", "personal_data": False},
    "name_lead_reporter": lambda now: {"lead": "prefecture"},
    "add_participant": lambda now: {"roles": ["other"], "name": "架空市 病院事業課"},
    "correct_participant": lambda now: {"number": 1, "phone": "000-0000-0000"},
    "record_party_confirmation": lambda now: {"number": 1, "confirmed_at": now, "confirmed_by": "病院事業課長"},
    "decide_investigation": lambda now: {
        "needed": True,
        "instrument": "inquiry",
        "reason": "被害の範囲を確かめる",
        "decided_at": now,
    },
    "record_findings": lambda now: {"found_at": now, "damage": "サーバ１台が暗号化された"},
    "give_guidance": lambda now: {
        "given_at": now,
        "form": "oral",
        "purpose": "再発の防止",
        "content": "外部接続点の見直し",
    },
    "send_questions": lambda now: {"asked_at": now, "content": "外部との接続の一覧"},
    "issue_order": lambda now: {
        "instrument": "report_order",
        "asked_at": now,
        "content": "被害の範囲の報告",
        "reason": "任意の照会では確かめられないため",
    },
    "receive_material": lambda now: {"number": 1, "received_at": now, "answer": "接続は二つ"},
    "settle_demand": lambda now: {"number": 1, "settled_at": now, "result": "接続の一覧を確かめた"},
    "plan_visit": lambda now: {"planned_on": jst_day(now), "inspectors": ["医療監視員"]},
    "approve_unannounced": lambda now: {"approved": True, "reason": "証拠の保全"},
    "notify_visit": lambda now: {"notified_at": now, "how": "phone", "to_whom": "事務長"},
    "name_ministry_team": lambda now: {"inspectors": ["担当"]},
    "start_visit": lambda now: {"started_at": now, "met_persons": "院長"},
    "record_visit": lambda now: {
        "started_at": now,
        "ended_at": now,
        "certificates": ["演習用 第1号"],
        "met_persons": "院長",
        "checked_items": "バックアップの状況",
    },
    "call_off_visit": lambda now: {"reason": "復旧を優先するため"},
    "draft_result": lambda now: {"result": "おおむね適切"},
    "notify_visit_result": lambda now: {"notified_at": now},
    "record_ministry_result": lambda now: {"notified_at": now, "result": "国としての結果"},
    "request_plan": lambda now: {"asked_at": now, "reason": "指摘が多いため"},
    "receive_plan": lambda now: {"received_at": now, "plan": "多要素認証を入れる"},
    "judge_plan": lambda now: {"judged_at": now, "accepted": True},
    "follow_up_visit": lambda now: {"checked_at": now, "content": "設定の写しで確かめた"},
    "plan_reinspection": lambda now: {
        "planned_on": jst_day(now),
        "inspectors": ["医療監視員"],
        "why": "改善を現地で確かめるため",
    },
    "close_visit": lambda now: {"closed_on": now, "summary": "改善を確かめた"},
    "report_investigation_result": lambda now: {"reported_at": now, "summary": "外部接続点から侵入された"},
    "consult_ministry": lambda now: {"question": "暗号化された記録の保全の方法"},
    "request_by_ministry": lambda now: {"kind": "collect", "question": "外部接続点の状況"},
    "advise": lambda now: {"number": 1, "answer": "電源を切らずに保全する"},
    "issue_paper": lambda now: {"kind": "investigation_result"},
    "take_back_paper": lambda now: {"paper": "令和３年度第１号", "reason": "宛先の誤り"},
    "ask_further": lambda now: {"number": 1, "question": "電源を切った機器の扱い"},
    "end_thread": lambda now: {"number": 1},
    "publish_advice": lambda now: {
        "number": 1,
        "topic": "暗号化された機器の保全",
        "question": "暗号化された記録をどう保全するか",
        "advice": "電源を切らずに保全する",
        "confirmed": True,
    },
    "record_milestone": lambda now: {"milestone": "care_resumed", "reached_at": now},
    "record_measure": lambda now: {"title": "外部接続点の認証を強める"},
    "correct_milestone": lambda now: {"item": "1", "reached_at": now, "reason": "時刻の誤り"},
    "report_item_done": lambda now: {"items": ["1"], "reported_at": now, "answer": "設定を変えた"},
    "verify_item": lambda now: {"items": ["1"], "verified_at": now, "evidence": "設定の写し"},
    "return_item": lambda now: {"items": ["1"], "returned_at": now, "reason": "設定の写しが足りない"},
    "change_promise": lambda now: {
        "items": ["1"],
        "promised_on": jst_day(now),
        "agreed_at": now,
        "reason": "機器の納入が遅れる",
    },
    "waive_item": lambda now: {"items": ["1"], "decided_at": now, "reason": "機器を撤去した"},
    "record_checklist": lambda now: {
        "template": "r7",
        "use_unverified": True,
        "checked_at": now,
        "answers": ["1-1 はい", "2-6 いいえ 2022-03-31"],
    },
    "record_external_notice": lambda now: {"bodies": ["police"], "state": "done", "told_at": now},
    "record_consent": lambda now: {"nco": "yes", "ceptoar": "anonymous", "answered_at": now, "answered_by": "事務長"},
    "record_information_report": lambda now: {"told_at": now},
    "waive_final_report": lambda now: {"decided_at": now, "reason": "続報で足りると国と確かめた"},
    "close_case": lambda now: {"closed_on": now, "summary": "すべて済んだ"},
    "reopen_case": lambda now: {"reason": "新たな被害が分かった"},
    "take_task": lambda now: {"task": "judge"},
    "assign_task": lambda now: {"task": "judge", "to": "360007-1"},
    "finish_task": lambda now: {"task": "engine_failed_detection", "note": "状況を確認した"},
    "assign_lead": lambda now: {"to": "360007-1"},
    "pause_clock": lambda now: {"clock": "authority-ministry-report", "reason": "医療機関等に照会中のため"},
    "resume_clock": lambda now: {"clock": "authority-ministry-report"},
}
"""Ordinary facts of every act, taken at `now`."""
MINISTRY = "厚生労働省"


def jst(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=JST)


class Post(NamedTuple):
    """One letter of the outbox."""

    name: str
    to: str
    must_act: bool
    subject: str
    body: str


class Case:
    """One case of 徳島県. 職名 say who acts, 「厚生労働省」 its desk. After `take` the engine does its part."""

    def __init__(self, house: House, id: int) -> None:
        self.house, self.id = house, id
        self.staff = {**house.office("徳島県"), MINISTRY: house.office(MINISTRY)["担当"]}

    @classmethod
    def opened(
        cls,
        house: House,
        by: str = "担当1",
        *,
        kind: FacilityKind = FacilityKind.HOSPITAL,
        engine: bool = True,
        **facts: Any,
    ) -> Case:
        """A suspicion of 町立病院 (or another kind of facility) at つるぎ町, taken in now."""
        staff = house.office("徳島県")
        house.office(MINISTRY)
        house.facility("町立病院", kind=kind)
        given = {**ORDINARY["report_suspicion"](house.clock.now()), **facts}
        case = cls(house, house.take(staff[by], "report_suspicion", **given).case_id)
        if engine:
            house.drain()
        return case

    # -- acting ------------------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.house.clock.now()

    def later(self, **span: float) -> datetime:
        return self.house.later(**span)

    def record(self, who: str, act: str, /, **facts: Any) -> Taken:
        """Take the act while the engine is down."""
        return self.house.take(self.staff[who], act, self.id, **{**ORDINARY[act](self.now), **facts})

    def take(self, who: str, act: str, /, **facts: Any) -> Taken:
        """Take the act; the engine does its part."""
        taken = self.record(who, act, **facts)
        self.house.drain()
        return taken

    def refused(self, who: str, act: str, /, **facts: Any) -> Refused:
        """The refusal of the act; fails when it is not refused or when anything was stored."""
        before = rows(self.house)
        with pytest.raises(Refused) as caught:
            self.record(who, act, **facts)
        assert rows(self.house) == before
        return caught.value

    # -- whole ways --------------------------------------------------------------------------------------------

    def confirmed(self) -> Case:
        self.take("担当1", "confirm_facts")
        return self

    def judged(self, **answers: Any) -> Case:
        self.take("担当1", "judge", **answers)
        return self

    def reported(self, kind: str = "first") -> Case:
        self.record("担当1", "draft_report", kind=kind)
        self.record("課長", "approve_report")
        self.take("担当1", "send_report")
        return self

    def vendor_called(self) -> Case:
        self.record("担当1", "record_vendor_contact", instruction="切り離して待つ")
        return self

    def settled(self) -> Case:
        """All but the closing is done, the short way: no investigation, one measure, care resumed."""
        self.vendor_called().record("担当1", "confirm_facts")
        self.judged()
        self.record("課長", "decide_investigation", needed=False, instrument=None, reason="病院の調査で足りる")
        self.record("担当1", "record_measure")
        self.record("担当1", "verify_item")
        self.record("担当1", "record_milestone")
        self.answered_for_closing()
        self.reported().reported("final")
        return self

    def answered_for_closing(self) -> Case:
        """The police were told, the others do not apply, and the facility said what may be shared."""
        self.record("担当1", "record_external_notice")
        others = ["ppc_first", "ppc_final", "ipa", "jpcert", "pmda"]
        self.record("担当1", "record_external_notice", bodies=others, state="not_applicable", reason="当たらない")
        self.record("担当1", "record_consent")
        return self

    # -- reading -----------------------------------------------------------------------------------------------

    @property
    def sheet(self) -> CaseSheet:
        return self.house.case(self.staff["担当1"], self.id)

    def stage(self, key: str) -> StageView:
        return next(s for s in self.sheet.stages if s.key == key)

    def state(self, key: str) -> str:
        return str(self.stage(key).state)

    @property
    def states(self) -> dict[str, str]:
        return {str(s.key): str(s.state) for s in self.sheet.stages}

    def tasks(self, code: str) -> list[TaskView]:
        return [t for t in self.sheet.tasks if t.code == code]

    def task(self, code: str) -> TaskView:
        """The newest task of that code."""
        return self.tasks(code)[-1]

    @property
    def open_tasks(self) -> set[str]:
        return {t.code for t in self.sheet.tasks if t.state == "未了"}

    def clock(self, rule: str) -> ClockView:
        """The newest clock of that rule."""
        return [c for c in self.sheet.clocks if c.rule_id == rule][-1]

    def act(self, who: str, name: str) -> ActView:
        """The act as that officer's case page shows it."""
        return next(a for a in self.house.case(self.staff[who], self.id).acts if a.name == name)

    def documents(self, kind: str) -> list[tuple[tuple[str, str], ...]]:
        return [d.lines for d in self.sheet.documents if d.kind == kind]

    def letters(self, name: str = "") -> list[Post]:
        """The outbox's letters of this case, oldest first."""
        with self.house.owner.connect() as connection:
            found = connection.execute(
                select(Letter.name, Letter.recipient_office, Letter.must_act, Letter.subject, Letter.body)
                .where(Letter.case_id == self.id)
                .order_by(Letter.id)
            )
            return [Post(*row) for row in found if not name or row.name == name]

    def read_by(self, name: str) -> set[tuple[str, bool]]:
        """(職名, whether the reader must act) of every letter of that name."""
        return {(letter.to, letter.must_act) for letter in self.letters(name)}


def rows(house: House) -> Counter[str]:
    """How many rows every table holds; looking leaves its own trace (`viewing`), which is not counted."""
    tables = [t.name for t in Base.metadata.sorted_tables if t.name != "viewing"]
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables)
    with house.owner.connect() as connection:
        return Counter({str(name): int(count) for name, count in connection.execute(text(counts))})


def utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def opened_again(house: House) -> Case:
    """Another case of the hospital that an earlier case registered."""
    staff = house.office("徳島県")
    given = {**ORDINARY["report_suspicion"](house.clock.now()), "separate_reason": "別の事案"}
    case = Case(house, house.take(staff["担当1"], "report_suspicion", **given).case_id)
    house.drain()
    return case
