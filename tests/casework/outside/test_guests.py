"""People without an account: a link opens one case to one party, and what they do stands in the history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from cases.casework.outside.door import OutsideDesk, at_outside_door
from cases.errors import ActNotOpen, LinkNotValid, NeedsClearing, NotFound, Refused
from cases.post import outbox
from cases.records import AttachmentContent, Base, GuestLink, LetterSecret
from cases.store.links import MASK, token_hash
from cases.vocabulary import LetterState
from tests.a_case import Case
from tests.casework.outside.test_parties import municipal
from tests.house import House
from ui.pages.of_case.outside import questionnaire_html

PATIENTS = "患者氏名,生年月日,カルテ番号\n架空 太郎,昭和30年1月2日,123".encode()
PDF = b"%PDF-1.7\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def shared(house: House) -> Case:
    """A municipal hospital's case, reported once, with its three parties."""
    case = municipal(house, operator="つるぎ町病院事業課", owner="つるぎ町")
    case.judged().reported()
    return case


def link(case: Case, number: int = 3, **facts: object) -> str:
    """A new link's token: of the operating body (1), the prefecture (2), the owning municipality (3)."""
    return case.take("担当1", "invite_guest", number=number, **facts).once


def note(case: Case, letter: int, state: LetterState) -> None:
    """What the mail server is to have said of one letter."""
    outbox.note_outcomes(case.house.engine, outbox.Dispatch([outbox.Outcome(letter, state)]), case.now)


def visit(case: Case, token: str, deed: Callable[[OutsideDesk], object]) -> object:
    with at_outside_door(case.house.doors, token, case.house.clock) as one:
        return deed(one)


def history(case: Case) -> list[tuple[str, str, str]]:
    """(who, what, note) of what people outside did, oldest first."""
    return [(h.actor, h.label, h.note) for h in reversed(case.sheet.history) if h.kind == "関係者の操作"]


@pytest.mark.requirement("R-083")
def test_病院を有する町はその案件を読み_連絡し_資料を出せる(shared: Case) -> None:
    token = link(shared)
    with at_outside_door(shared.house.doors, token, shared.house.clock) as one:
        sheet = one.guest()
        assert (sheet.number, sheet.name) == (shared.sheet.number, "つるぎ町")
        assert [r.kind for r in sheet.reports] == ["第1報"]
        assert dict(sheet.rows)["国への報告"] == "第1報"
        assert not sheet.may_state
        one.comment("町議会への説明は明日行います")
        one.attach("経過.txt", "町の対応".encode())
    assert history(shared) == [
        ("つるぎ町", "案件を閲覧する", ""),
        ("つるぎ町", "自治体に連絡する", "町議会への説明は明日行います"),
        ("つるぎ町", "資料を提出する", "1番　経過.txt（12バイト）"),
    ]
    shared.take("担当1", "reply_to_guest", text="承知しました")
    read = visit(shared, token, lambda one: [(r.author, r.text) for r in one.guest().remarks])
    assert read == [("つるぎ町", "町議会への説明は明日行います"), ("徳島県 担当1", "承知しました")]


def test_所管の担当者に知らせが届く(shared: Case) -> None:
    visit(shared, link(shared), lambda one: one.comment("相談したい"))
    shared.house.drain()
    assert shared.read_by("guest_spoke") == {("担当1", False)}


def test_運営部署だけが自分の部分を記載できる(shared: Case) -> None:
    visit(shared, link(shared, 1), lambda one: one.state("予備機で外来を再開した"))
    with pytest.raises(ActNotOpen):
        visit(shared, link(shared, 3), lambda one: one.state("町の記載"))
    with shared.house.desk(shared.staff["担当1"]) as desk:
        assert [(r.kind, r.author) for r in desk.remarks(shared.id)] == [
            ("運営部署（団体）の記載", "つるぎ町病院事業課")
        ]


class TestLink:
    """The token is the only key, and it ends."""

    def test_控えにはハッシュだけが残る(self, shared: Case) -> None:
        token = link(shared)
        with shared.house.owner.connect() as connection:
            assert connection.scalars(select(GuestLink.token_hash)).all() == [token_hash(token)]
            assert connection.scalars(select(LetterSecret.token)).all() == []
            everything = "".join(
                str(row) for table in Base.metadata.sorted_tables for row in connection.execute(select(table))
            )
        assert token not in everything
        assert len(token) >= 43

    @pytest.mark.parametrize("days", ["3", "14"])
    def test_期限が過ぎると開けない(self, shared: Case, days: str) -> None:
        token = link(shared, days=days)
        shared.later(days=int(days), minutes=-1)
        visit(shared, token, lambda one: one.guest())
        shared.later(minutes=1)
        with pytest.raises(LinkNotValid):
            visit(shared, token, lambda one: one.guest())

    def test_取り消すとすぐに開けない(self, shared: Case) -> None:
        token, other = link(shared), link(shared, 1)
        shared.take("担当1", "revoke_guest", number=1)
        with pytest.raises(LinkNotValid):
            visit(shared, token, lambda one: one.guest())
        visit(shared, other, lambda one: one.guest())
        assert shared.refused("担当1", "revoke_guest", number=1).code == "ActNotOpen"

    def test_関係者から外れるとリンクも終わる(self, shared: Case) -> None:
        token = link(shared)
        shared.take("担当1", "correct_participant", number=3, left_reason="役目が終わった")
        with pytest.raises(LinkNotValid):
            visit(shared, token, lambda one: one.guest())

    @pytest.mark.parametrize(
        "forge", [lambda t: "", lambda t: t[:-1], lambda t: t.swapcase(), token_hash, lambda t: "x" * 9999]
    )
    def test_偽のリンクでは開けない(self, shared: Case, forge: Callable[[str], str]) -> None:
        with pytest.raises(LinkNotValid):
            visit(shared, forge(link(shared)), lambda one: one.guest())

    def test_終わった案件には書けないが読める(self, shared: Case) -> None:
        token = link(shared)
        shared.take("課長", "judge", attack="suspected")
        shared.take("課長", "close_as_not_attack")
        with pytest.raises(ActNotOpen):
            visit(shared, token, lambda one: one.comment("x"))
        assert visit(shared, token, lambda one: one.guest().ended) == "サイバー攻撃ではないと確認"

    def test_宛先があればリンクは通知で届き_届いた後は控えからも消える(self, shared: Case) -> None:
        shared.take("担当1", "correct_participant", number=3, email="machi@example.jp")
        token = link(shared)
        (seen,) = shared.letters("guest_invited")
        assert MASK in seen.body
        assert token not in seen.body
        claimed = outbox.claim_letters(shared.house.engine, 0, shared.now)
        (posted,) = [p for p in claimed if p.address == "machi@example.jp" and "/outside/" in p.body]
        assert f"http://127.0.0.1:8501/outside/{token}\n" in posted.body
        note(shared, posted.id, LetterState.DEFERRED)
        with shared.house.owner.connect() as connection:
            assert connection.scalars(select(LetterSecret.token)).all() == [token]
        with shared.house.owner.begin() as connection:
            connection.execute(text("UPDATE letter SET state = 'sending'"))
        note(shared, posted.id, LetterState.ACCEPTED)
        with shared.house.owner.connect() as connection:
            assert connection.scalars(select(LetterSecret.token)).all() == [""]

    def test_職員にも途中のリンクは読めない(self, shared: Case) -> None:
        for door in (shared.house.doors.desk, shared.house.doors.ministry):
            with door.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
                connection.execute(text("SELECT token FROM letter_secret"))


class TestRawSql:
    """What somebody could do who had the guest's database connection itself."""

    @pytest.mark.requirement("R-014")
    def test_リンクなしでは_どの表からも一行も見えない(self, shared: Case) -> None:
        link(shared)
        assert self._rows(shared, "") == {}

    @pytest.mark.requirement("R-014")
    def test_リンクがあっても_その案件の行しか見えない(self, shared: Case) -> None:
        other = Case(shared.house, shared.house.suspicion(shared.staff["担当1"], "公立病院"))
        other.staff = shared.staff
        shared.house.drain()
        token, theirs = link(shared), link(other)
        seen = self._rows(shared, token)
        assert seen["case_file"] == {(shared.id,)}
        assert seen["report"] == {(shared.id,)}
        assert seen["participant"] == {(shared.id,)}
        assert {ids for rows in seen.values() for ids in rows} == {(shared.id,)}
        assert self._rows(shared, theirs)["case_file"] == {(other.id,)}

    def _rows(self, case: Case, token: str) -> dict[str, set[tuple[int, ...]]]:
        found = {}
        with case.house.doors.guest.begin() as connection:
            connection.execute(
                select(
                    func.set_config("renraku.guest_token", token, True),
                    func.set_config("renraku.guest_now", case.now.isoformat(), True),
                )
            )
            for table in Base.metadata.sorted_tables:
                column = "id" if table.name == "case_file" else "case_id" if "case_id" in table.columns else "1"
                try:
                    with connection.begin_nested():
                        rows = {tuple(r) for r in connection.execute(text(f"SELECT {column} FROM {table.name}"))}
                except DBAPIError:
                    continue
                if rows and column != "1":
                    found[table.name] = rows
        return found

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE case_file SET what_happened = 'x'",
            "UPDATE guest_link SET expires_at = now() + interval '9 years'",
            "UPDATE guest_link SET may_state = true",
            "SELECT token_hash FROM guest_link",
            "SELECT token FROM letter_secret",
            "SELECT email FROM guest_link",
            "SELECT * FROM officer",
            "SELECT * FROM history",
            "SELECT * FROM letter",
            "SELECT content FROM attachment_content",
            "SELECT lead_officer_id FROM case_file",
            "DELETE FROM guest_remark",
            "UPDATE questionnaire SET questions = '{}'",
            "UPDATE attachment SET state = 'kept'",
        ],
    )
    def test_権限のない読み書きはデータベースが断る(self, shared: Case, statement: str) -> None:
        with shared.house.doors.guest.connect() as connection, pytest.raises(DBAPIError) as caught:
            connection.execute(text(statement))
        assert getattr(caught.value.orig, "sqlstate", "") == "42501"

    def test_自治体になりすまして返信することも_よその案件に書くこともできない(self, shared: Case) -> None:
        other = shared.house.suspicion(shared.staff["担当1"], "公立病院")
        token = link(shared)
        for case_id, kind, link_id in ((shared.id, "reply", 1), (other, "comment", 1), (shared.id, "comment", "NULL")):
            with shared.house.doors.guest.begin() as connection:
                connection.execute(
                    select(
                        func.set_config("renraku.guest_token", token, True),
                        func.set_config("renraku.guest_now", shared.now.isoformat(), True),
                    )
                )
                with pytest.raises(DBAPIError, match="row-level security"), connection.begin_nested():
                    connection.execute(
                        text(
                            "INSERT INTO guest_remark (kind, link_id, author, text, at, case_id, authority_code) "
                            f"VALUES ('{kind}', {link_id}, 'x', 'x', now(), {case_id}, '360007')"
                        )
                    )


class TestFiles:
    @pytest.mark.requirement("R-235")
    def test_患者の一覧のような資料は警告され_確認の理由なしには残せない(self, shared: Case) -> None:
        with shared.house.desk(shared.staff["担当1"]) as desk:
            laid = desk.lay_in(shared.id, "一覧.csv", PATIENTS)
        assert "患者の個人情報" in laid.suspicion
        refused = shared.refused("担当1", "keep_file", file=laid.id)
        assert isinstance(refused, ActNotOpen)
        assert "患者の個人情報を含まないことを確かめて理由を記入するか" in refused.missing[0]
        shared.take("担当1", "keep_file", file=laid.id, cleared_reason="様式だけで、値は架空である")
        (kept,) = shared.sheet.files
        assert (kept.state, kept.cleared) == ("保存", "徳島県 担当1: 様式だけで、値は架空である")

    @pytest.mark.requirement("R-235")
    def test_個人情報と分かった資料は中身が消える(self, shared: Case) -> None:
        with shared.house.desk(shared.staff["担当1"]) as desk:
            laid = desk.lay_in(shared.id, "架空太郎.csv", PATIENTS)
        shared.take("担当1", "remove_file", file=laid.id, reason="患者の一覧だった", personal_data=True)
        with shared.house.owner.connect() as connection:
            assert connection.scalars(select(AttachmentContent.content)).all() == [b""]
        (gone,) = shared.sheet.files
        assert (gone.name, gone.gone) == ("消去した資料.csv", True)
        with pytest.raises(NotFound), shared.house.desk(shared.staff["担当1"]) as desk:
            desk.file(shared.id, laid.id)

    def test_取り違えた資料は印だけが付き_中身は残る(self, shared: Case) -> None:
        with shared.house.desk(shared.staff["担当1"]) as desk:
            laid = desk.lay_in(shared.id, "経過.txt", "経過".encode())
        shared.take("担当1", "remove_file", file=laid.id)
        with shared.house.owner.connect() as connection:
            assert connection.scalars(select(AttachmentContent.content)).all() == ["経過".encode()]

    def test_関係者の疑わしい資料は_理由を書くまで何も残さない(self, shared: Case) -> None:
        token = link(shared)
        for name, content in (("一覧.csv", PATIENTS), ("発表.pdf", PDF)):
            with pytest.raises(NeedsClearing):
                visit(shared, token, lambda one, n=name, c=content: one.attach(n, c))  # type: ignore[misc]
        assert shared.sheet.files == ()
        visit(shared, token, lambda one: one.attach("発表.pdf", PDF, "報道発表の写しで、個人の記載がない"))
        assert shared.sheet.files[0].cleared == "つるぎ町: 報道発表の写しで、個人の記載がない"

    @pytest.mark.requirement("R-075")
    def test_報道資料は本文_日_媒体_掲載先とともに残る(self, shared: Case) -> None:
        with shared.house.desk(shared.staff["担当1"]) as desk:
            laid = desk.lay_in(shared.id, "発表.txt", "電子カルテの停止について".encode())
        press = {"file": laid.id, "purpose": "press", "text": "電子カルテの停止について"}
        assert shared.refused("担当1", "keep_file", **press).code == "ActNotOpen"
        where = {"released_on": "2021-10-31", "outlet": "つるぎ町", "url": "https://machi.example/news/1"}
        assert shared.refused("担当1", "keep_file", **press, **where | {"url": "javascript:x"}).code == "ActNotOpen"
        shared.take("担当1", "keep_file", **press, **where)
        (kept,) = shared.sheet.files
        assert kept.purpose == "報道資料"
        assert dict(kept.rows) == {
            "発表・掲載の日": "2021年10月31日(日)",
            "媒体・発表者": "つるぎ町",
            "掲載先": "https://machi.example/news/1",
            "本文": "電子カルテの停止について",
        }

    def test_受取りもダウンロードも経過に残り_よその県からは取れない(self, shared: Case) -> None:
        with shared.house.desk(shared.staff["担当1"]) as desk:
            laid = desk.lay_in(shared.id, "経過.txt", b"x")
        with shared.house.desk(shared.staff["課長"]) as desk:
            assert desk.file(shared.id, laid.id).content == b"x"
        lines = [(h.actor, h.label) for h in reversed(shared.sheet.history) if h.name.startswith("file_")]
        assert lines == [("徳島県 担当1", "資料を受領する"), ("徳島県 課長", "資料をダウンロードする")]
        stranger = shared.house.office("奈良県")["担当1"]
        for deed in (lambda d: d.file(shared.id, laid.id), lambda d: d.lay_in(shared.id, "a.txt", b"x")):
            with pytest.raises(NotFound), shared.house.desk(stranger) as desk:
                deed(desk)

    def test_一つのリンクから出せる資料の数には限りがある(self, shared: Case) -> None:
        token = link(shared)
        for n in range(30):
            visit(shared, token, lambda one, n=n: one.attach(f"{n}.txt", b"x"))  # type: ignore[misc]
        with pytest.raises(ActNotOpen):
            visit(shared, token, lambda one: one.attach("x.txt", b"x"))


class TestQuestionnaire:
    @pytest.mark.requirement("R-106")
    def test_質問票は開かれ_途中で保存され_提出されて業務が済む(self, shared: Case) -> None:
        asked = {"way": "link", "questions": ["何が止まったか", "いつ戻るか"], "materials": ["構成図"]}
        token = shared.take("担当1", "send_questionnaire", **asked).once
        assert self._state(shared) == "送付済"
        assert shared.task("await_answers").state == "未了"
        visit(shared, token, lambda one: one.questionnaire())
        assert self._state(shared) == "開封済"
        visit(shared, token, lambda one: one.save_answers(["電子カルテ"]))
        assert self._state(shared) == "一部回答"
        with pytest.raises(ActNotOpen, match="質問2"):
            visit(shared, token, lambda one: one.submit_answers("事務長"))
        visit(shared, token, lambda one: one.save_answers(["電子カルテ", "不明"]))
        visit(shared, token, lambda one: one.attach("構成図.txt", "装置".encode()))
        visit(shared, token, lambda one: one.submit_answers("事務長"))
        shared.house.drain()
        (sheet,) = shared.sheet.questionnaires
        assert (sheet.state, sheet.answered_by, sheet.by_proxy) == ("回答済", "事務長", False)
        assert sheet.pairs == (("何が止まったか", "電子カルテ"), ("いつ戻るか", "不明"))
        assert shared.sheet.files[0].purpose == "回答資料"
        assert shared.task("await_answers").state == "完了"
        assert shared.read_by("questionnaire_answered") == {("担当1", True)}
        assert [label for _, label, _ in history(shared)] == ["質問票を開く", "資料を提出する", "質問票に回答する"]
        with pytest.raises(ActNotOpen):
            visit(shared, token, lambda one: one.save_answers(["後からの変更", "x"]))

    @pytest.mark.requirement("R-106")
    def test_電話で聞いた回答は職員が代理で入力する(self, shared: Case) -> None:
        shared.take("担当1", "send_questionnaire", questions=["一", "二"])
        refused = shared.refused("担当1", "enter_answers", answers=["一だけ"])
        assert isinstance(refused, ActNotOpen)
        shared.take("医療監視員", "enter_answers", answers=["はい", "－"])
        (sheet,) = shared.sheet.questionnaires
        assert (sheet.state, sheet.by_proxy) == ("回答済", True)
        assert shared.task("await_answers").state == "完了"

    def test_質問票のリンクは案件も他の質問票も開かない(self, shared: Case) -> None:
        first = shared.take("担当1", "send_questionnaire", way="link", questions=["一"]).once
        second = shared.take("担当1", "send_questionnaire", way="link", questions=["二"]).once
        for deed in (lambda one: one.guest(), lambda one: one.comment("x")):
            with pytest.raises(LinkNotValid):
                visit(shared, first, deed)
        assert visit(shared, second, lambda one: one.questionnaire().pairs) == (("二", ""),)
        visit(shared, second, lambda one: one.save_answers(["二の答え"]))
        assert [q.state for q in shared.sheet.questionnaires] == ["送付済", "一部回答"]
        with pytest.raises(LinkNotValid):
            visit(shared, link(shared), lambda one: one.questionnaire())

    def test_取り下げるとリンクも使えない(self, shared: Case) -> None:
        token = shared.take("担当1", "send_questionnaire", way="link", questions=["一"]).once
        shared.take("担当1", "withdraw_questionnaire")
        with pytest.raises(LinkNotValid):
            visit(shared, token, lambda one: one.questionnaire())
        assert self._state(shared) == "取下げ"
        assert shared.task("await_answers").state in ("完了", "取りやめ")

    def test_希望の日時を過ぎると目安超過と分かる(self, shared: Case) -> None:
        wished = shared.now + timedelta(days=1)
        shared.take("担当1", "send_questionnaire", wished_by=wished)
        (sheet,) = shared.sheet.questionnaires
        late = "希望の日時（目安）を過ぎています"
        assert late not in questionnaire_html(sheet, shared.now)
        assert late in questionnaire_html(sheet, shared.later(days=1, minutes=1))

    def _state(self, case: Case) -> str:
        return case.sheet.questionnaires[-1].state


def test_名称のない関係者には発行できない(house: House) -> None:
    case = municipal(house, operator="", owner="つるぎ町")
    assert case.refused("担当1", "invite_guest", number=1).code == "ActNotOpen"


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "あ" * 4001])
def test_空や長すぎる連絡は断られ_何も残らない(shared: Case, typed: str) -> None:
    with pytest.raises(Refused):
        visit(shared, link(shared), lambda one: one.comment(typed))
    assert [what for _, what, _ in history(shared)] == []


def test_三十分のうちに見直しても一度の閲覧である(shared: Case) -> None:
    token = link(shared)
    for minutes in (0, 10, 31):
        shared.later(minutes=minutes)
        visit(shared, token, lambda one: one.guest())
    assert len(history(shared)) == 2


def test_招いた後も職員の画面は古くならない(shared: Case) -> None:
    token, before = link(shared), shared.sheet.version
    visit(shared, token, lambda one: one.comment("x"))
    assert shared.sheet.version == before
