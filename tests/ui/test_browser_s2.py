"""S2 through the browser: 徳島県 takes in the suspicion, a colleague judges, the next stage opens by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import create_engine, text

from tests.rig import Rig
from tests.ui.conftest import PASSWORD, RunningHouse
from tests.ui.screen import Screen

pytestmark = pytest.mark.browser

HOSPITAL = "つるぎ町立半田病院"
TASK = "四つの判断を行う（攻撃・障害・漏洩・診療への支障）"


@pytest.fixture
def officer(browser: Browser, running_house: RunningHouse) -> Iterator[Screen]:
    screen = Screen(browser, running_house.base_url)
    yield screen
    screen.leave()


@pytest.fixture
def colleague(browser: Browser, running_house: RunningHouse) -> Iterator[Screen]:
    screen = Screen(browser, running_house.base_url)
    yield screen
    screen.leave()


def take_in_the_suspicion(officer: Screen) -> str:
    """Four answers and one press; another test's case of the same hospital asks for a reason. Returns the number."""
    officer.follow("受付")
    facility = officer.page.get_by_role("combobox", name="どの医療機関ですか")
    facility.fill("半田")
    facility.press("Enter")
    officer.page.get_by_label("何が起きていますか").fill("プリンタから英文が大量に印刷され、電子カルテが使えない。")
    source = officer.page.get_by_role("combobox", name="どのようにして知りましたか")
    source.fill("医療機関等からの報告")
    source.press("Enter")
    source = officer.page.get_by_role("combobox", name="どのようにして知りましたか")
    source.fill("医療機関等からの報告")
    source.press("Enter")
    officer.picture("intake")
    officer.press("疑いを受け付ける（当番の職員に通知します）")
    reason = officer.page.get_by_label("別の案件として受け付ける理由")
    opened = officer.page.get_by_text("直ちに保守会社等に連絡し、指示を仰いでください")
    opened.or_(reason).first.wait_for()
    if reason.is_visible():
        reason.fill("別の演習のため")
        officer.press("疑いを受け付ける（当番の職員に通知します）")
    officer.sees("直ちに保守会社等に連絡し、指示を仰いでください")
    officer.sees("000-0000-0001")
    officer.picture("vendor-contact")
    return officer.page.url.partition("number=")[2]


def assign_the_judgement(officer: Screen) -> None:
    row = officer.page.locator('[class*="st-key-row-case-"]').filter(has_text=TASK)
    row.get_by_role("button", name="引き継ぐ").or_(row.get_by_role("button", name="割り当てる")).click()
    dialog = officer.page.get_by_role("dialog")
    person = dialog.get_by_role("combobox", name="担当にする職員")
    person.fill("担当2")
    person.press("Enter")
    dialog.get_by_role("button", name="業務を割り当てる（割り当てた職員に通知します）").click()
    officer.sees(f"「{TASK}」を割り当てました。")


def judge(colleague: Screen) -> None:
    colleague.follow(TASK)
    colleague.press("四つの判断を記録する")
    for question, answer in (("(a)", "サイバー攻撃による"), ("(b)", "障害あり"), ("(c)", "不明"), ("(d)", "有")):
        colleague.answer(question, answer)
    colleague.sees("判断の結果: 連絡対象")
    colleague.picture("four-questions")
    colleague.press("四つの判断を記録する")
    colleague.sees("四つの判断を記録しました。")


def stage(screen: Screen, name: str) -> str:
    return screen.page.locator(".rk-stages li").filter(has_text=name).inner_text()


@pytest.mark.requirement("R-040")
def test_an_officer_takes_it_in_a_colleague_judges_and_the_report_stage_opens_by_itself(
    officer: Screen, colleague: Screen, running_house: RunningHouse
) -> None:
    officer.sign_in("tokushima-1", PASSWORD)
    officer.sees("自分の業務")
    officer.reads("演習")
    number = take_in_the_suspicion(officer)
    officer.press("案件の画面へ")
    officer.sees(TASK)
    officer.picture("case")
    assert "未着手" in stage(officer, "厚労省報告")
    assign_the_judgement(officer)

    colleague.sign_in("tokushima-2", PASSWORD)
    colleague.sees("自分の業務")
    colleague.sees(HOSPITAL)
    colleague.picture("my-desk")
    judge(colleague)

    # Nobody touches the first officer's screen: it is redrawn because the case has moved.
    report = officer.page.locator(".rk-stages li").filter(has_text="厚労省報告")
    expect(report).to_contain_text("進行中", timeout=20_000)
    officer.sees("第1報を起案し、厚生労働省に送付する")
    officer.picture("case-report-open")

    colleague.follow("演習用の受信箱")
    letter = colleague.page.locator("summary").filter(has_text=number).first
    expect(letter).to_be_visible()
    letter.click()
    colleague.sees("【演習】この通知は演習用です。")
    colleague.picture("mailbox")
    assert officer.foreign() | colleague.foreign() == set()

    driven = {tag for run in running_house.rig.runs() if f"case:{number}" in run["tags"] for tag in run["tags"]}
    assert driven & {"stage:detection", "stage:vendor_contact", "stage:ministry_report"}


@contextmanager
def moving_without_rest(rig: Rig, number: str) -> Iterator[None]:
    """The case moves again and again, as when the engine opens stage after stage."""
    engine, enough = create_engine(rig.settings.role_url("owner")), Event()
    move = text("UPDATE case_file SET pulse = pulse + 1 WHERE number = :number")

    def moving() -> None:
        while not enough.is_set():
            with engine.begin() as connection:
                connection.execute(move, {"number": number})
            enough.wait(0.02)

    mover = Thread(target=moving)
    mover.start()
    try:
        yield
    finally:
        enough.set()
        mover.join()
        engine.dispose()


def test_a_press_is_not_lost_while_the_case_is_moving(officer: Screen, running_house: RunningHouse) -> None:
    officer.sign_in("tokushima-1", PASSWORD)
    officer.sees("自分の業務")
    number = take_in_the_suspicion(officer)
    officer.press("案件の画面へ")
    officer.sees(TASK)
    with moving_without_rest(running_house.rig, number):
        assign_the_judgement(officer)


def test_another_prefecture_does_not_find_the_case(officer: Screen, colleague: Screen) -> None:
    officer.sign_in("tokushima-1", PASSWORD)
    officer.sees("自分の業務")
    number = take_in_the_suspicion(officer)
    colleague.sign_in("kochi-1", PASSWORD)
    colleague.sees("自分の業務")
    colleague.page.goto(f"{colleague.base_url}/case?number={number}")
    colleague.sees("お探しの案件は見つかりません。")
    assert HOSPITAL not in colleague.page.inner_text("body")


def test_text_being_typed_survives_a_redrawing_and_a_refusal(officer: Screen, colleague: Screen) -> None:
    officer.sign_in("tokushima-1", PASSWORD)
    officer.sees("自分の業務")
    number = take_in_the_suspicion(officer)
    officer.page.goto(f"{officer.base_url}/case?number={number}&act=add_facts")
    typing = officer.page.get_by_label("何が起きているか（更新）")
    typing.press_sequentially("書きかけの")

    colleague.sign_in("tokushima-2", PASSWORD)
    colleague.sees("自分の業務")
    colleague.page.goto(f"{colleague.base_url}/case?number={number}&act=record_containment")
    colleague.page.get_by_label("拡大防止の措置").fill("院内ネットワークを遮断した")
    colleague.press("拡大防止の措置を記録する")
    colleague.sees("拡大防止の措置を記録しました。")

    officer.sees("院内ネットワークを遮断した")
    expect(typing).to_have_value("書きかけの")
    typing.press_sequentially("文章")
    officer.press("事実を追記する")
    officer.sees("この画面を開いた後に、次の操作がありました。")
    expect(typing).to_have_value("書きかけの文章")
    officer.picture("stale")
    officer.press("変更を確かめた上で、事実を追記する")
    officer.sees("事実を追記しました。")
    officer.reads("書きかけの文章")


def test_a_form_left_half_done_is_there_when_one_comes_back(officer: Screen) -> None:
    officer.sign_in("tokushima-1", PASSWORD)
    officer.sees("自分の業務")
    number = take_in_the_suspicion(officer)
    form = f"{officer.base_url}/case?number={number}&act=confirm_facts"
    officer.page.goto(form)
    officer.page.get_by_label("確認した相手").fill("事務長")
    officer.page.get_by_label("確認した内容").click()
    officer.quiet()
    officer.page.goto(form)
    expect(officer.page.get_by_label("確認した相手")).to_have_value("事務長")
    officer.sees("前に入力した内容（下書き）の続きです。")


def test_a_missing_answer_is_refused_in_words_and_nothing_is_lost(officer: Screen) -> None:
    officer.sign_in("tokushima-1", PASSWORD)
    officer.sees("自分の業務")
    officer.follow("受付")
    officer.page.get_by_label("何が起きていますか").fill("電子カルテが使えない。")
    officer.press("疑いを受け付ける（当番の職員に通知します）")
    officer.sees("「どの医療機関ですか」を入力してください。")
    expect(officer.page.get_by_label("何が起きていますか")).to_have_value("電子カルテが使えない。")
