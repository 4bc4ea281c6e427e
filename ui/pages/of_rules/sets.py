"""定めの一覧: what is in force, what is not and why, and how the ministry adds a set or switches one."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from cases.clock import jst_day
from cases.counter import SignedIn
from cases.errors import Refused
from cases.japanese_dates import wareki_and_seireki
from cases.rulebook import RULES_FOLDER, RuleSet, rulebook
from cases.rulemaking.facts import NewSet, SetSwitch
from cases.rulemaking.rows import SetDraft, SwitchLine
from cases.rulemaking.writing import written
from cases.views.general import Choice
from cases.vocabulary import RuleState
from ui import texts
from ui.counter import counter
from ui.forms.desk_form import DeskForm, draw
from ui.parts.session import at_desk, flash
from ui.words import plain, rows_html, when

BODY = "rule-set-body"
TEMPLATE = Path(RULES_FOLDER) / "template.toml"


def draw_sets(who: SignedIn) -> None:
    """The list, then for the ministry: what waits for confirmation, handing in, switching."""
    with at_desk() as desk:
        drafts, switches = desk.rules.drafts(), desk.rules.switches()
    today = jst_day(counter().now())
    sets = rulebook().sets
    if who.at_ministry:
        _waiting(drafts)
    running = sorted(rulebook().sets_on(today), key=lambda one: one.id)
    st.html('<p class="rk-sub">案件には、発生の日に有効な定めが付きます。未確認の定めは有効にできません。</p>')
    st.header(f"今日有効な定め（{len(running)}件）", anchor=False)
    _cards(running, switches)
    others = [one for one in sets if one not in running]
    with st.expander(f"そのほかの定め（{len(others)}件: 有効にしていないもの、期間の外のもの）"):
        _cards(others, switches)
    if who.at_ministry:
        _fill_in()
        with st.expander("ファイルで登録する（判断の表や時間の規則を細かく書くとき）"):
            _hand_in()
        _switching()
    _past(drafts)


def _cards(sets: list[RuleSet], switches: list[SwitchLine]) -> None:
    st.html("".join(_card(one, [s for s in switches if s.set_id == one.id]) for one in sets))


def _card(one: RuleSet, switches: list[SwitchLine]) -> str:
    start = wareki_and_seireki(one.effective_from) if one.effective_from else "不明"
    end = f" から {wareki_and_seireki(one.effective_to)} まで" if one.effective_to else " から"
    now = counter().now()
    first = [
        ("期間", start + end),
        ("法的性質", f"{one.legal_nature.label}　{one.verification.label}{_by(one.confirmed_by)}"),
        ("内容", one.summary),
    ]
    more = [
        ("発出", "　".join([one.issuer, *one.doc_no])),
        ("求めていること", "\n".join(f"・{d.actor}: {d.deed}　{d.timing_word or d.limit}" for d in one.duties)),
        ("判断の表", "\n".join(f"{n}. {row.label}　{row.words}" for n, row in enumerate(one.triggers, start=1))),
        ("連絡先", "\n".join(f"{c.name}　{c.phone}　{c.hours}".strip() for c in one.contacts)),
        ("出典", one.source),
        ("備考", one.note),
        ("切替えの経過", "\n".join(_switch_words(s, when(s.at, now)) for s in switches)),
    ]
    state = "有効" if one.enabled else "有効にしていない"
    tone = "rk-calm" if one.enabled else "rk-quiet"
    return (
        f'<article class="rk-entry"><h3>{escape(one.short)} <span class="rk-mark {tone}">{state}</span></h3>'
        f'<span class="rk-sub">{escape(one.title)}</span>{rows_html(first)}'
        f'<details class="rk-behind"><summary>求めていること、判断の表、出典</summary>'
        f"{rows_html([row for row in more if row[1]])}</details></article>"
    )


def _by(confirmed_by: str) -> str:
    return f"（{confirmed_by}が確認）" if confirmed_by else ""


def _switch_words(line: SwitchLine, at: str) -> str:
    word = "有効にした" if line.enabled else "有効でなくした"
    by = f"　確認: {line.confirmed_by}" if line.confirmed_by else ""
    return f"{at}　{line.by}　{word}（{line.reason}{by}）"


def _waiting(drafts: list[SetDraft]) -> None:
    waiting = [one for one in drafts if one.state is RuleState.DRAFT]
    st.header(f"確認待ちの定め（{len(waiting)}件）", anchor=False)
    if not waiting:
        st.info("登録した定めは、別の担当が確定するまで効きません。確認待ちのものが、ここに並びます。")
    for one in waiting:
        with st.container(border=True, key=f"draft-{one.id}"):
            st.markdown(f"**{plain(one.title)}**　{wareki_and_seireki(one.effective_from)} から")
            st.caption(plain(f"登録 {one.drafted}　{when(one.drafted_at, counter().now())}"))
            with st.expander("内容と、変わること"):
                _say_preview(one.body)
                st.code(one.body, language="toml")
            with st.container(horizontal=True):
                confirm = st.button(
                    "内容を確かめて確定する", key=f"confirm-{one.id}", type="primary", disabled=one.mine
                )
                withdraw = st.button("取り下げる", key=f"withdraw-{one.id}")
            if one.mine:
                st.caption("登録した人は確定できません。別の担当が確かめて確定します。")
            if confirm:
                _settle(one, confirmed=True)
            if withdraw:
                _settle(one, confirmed=False)


def _settle(one: SetDraft, *, confirmed: bool) -> None:
    try:
        with at_desk() as desk:
            if confirmed:
                desk.rules.confirm_set(one.id)
            else:
                desk.rules.withdraw_set(one.id, "画面から取り下げ")
    except Refused as refused:
        st.error(plain(texts.sentence(refused)), icon=":material/error:")
        return
    flash(f"「{one.title}」を{'確定しました' if confirmed else '取り下げました'}。")
    st.rerun()


def _say_preview(body: str) -> bool:
    """What the file would change; its mistake in a sentence, and False, when it cannot be used."""
    try:
        with at_desk() as desk:
            lines = desk.rules.preview(body)
    except Refused as refused:
        st.error(plain(texts.sentence(refused)), icon=":material/error:")
        return False
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    return True


def _fill_in() -> None:
    st.header("定めを登録する", anchor=False)

    def do(facts: NewSet) -> str:
        with at_desk() as desk:
            known = {one.id for one in rulebook().sets} | {one.set_id for one in desk.rules.drafts()}
            desk.rules.draft_set(written(facts, known))
        return "登録しました。別の担当が確定すると、適用開始日から効きます。"

    bases = tuple(Choice(one.id, one.title) for one in rulebook().bases if one.verified)
    with st.expander("新しい定めを書く"):
        draw(DeskForm("new-set", NewSet, "登録する（別の担当の確認待ちになります）", do, {"basis": bases}))


@st.fragment
def _hand_in() -> None:
    st.caption(
        "ひな形を書き換えて貼り付けるか、ファイルを選びます。「変わることを確かめる」で、誤りは行番号と共に示されます。"
    )
    template = TEMPLATE.read_text(encoding="utf-8")
    st.download_button("ひな形を保存", template, file_name="定めのひな形.toml", mime="text/plain", on_click="ignore")
    sent = st.file_uploader("ファイル（TOML、UTF-8）", type=["toml", "txt"], key="rule-set-file")
    if sent is not None and st.session_state.get("rule-set-read") != sent.file_id:
        st.session_state["rule-set-read"] = sent.file_id
        try:
            st.session_state[BODY] = sent.getvalue().decode("utf-8-sig")
        except UnicodeDecodeError:
            st.error("文字コードが UTF-8 ではありません。UTF-8 で保存し直してください。", icon=":material/error:")
    body = st.text_area("定めの内容", key=BODY, height=320, placeholder=template)
    with st.container(horizontal=True):
        look = st.button("変わることを確かめる", key="rule-set-preview")
        keep = st.button("登録する（別の担当の確認待ちになります）", key="rule-set-draft", type="primary")
    if (look or keep) and not (body or "").strip():
        st.error("定めの内容を入力してください。", icon=":material/error:")
    elif look:
        _say_preview(body or "")
    elif keep:
        _draft(body or "")


def _draft(body: str) -> None:
    try:
        with at_desk() as desk:
            desk.rules.draft_set(body)
    except Refused as refused:
        st.error(plain(texts.sentence(refused)), icon=":material/error:")
        return
    st.session_state.pop(BODY, None)
    flash("登録しました。別の担当が確定すると、適用開始日から効きます。")
    st.rerun()


def _switching() -> None:
    st.header("定めを有効にする・有効でなくする", anchor=False)

    def do(facts: SetSwitch) -> str:
        with at_desk() as desk:
            desk.rules.switch_set(facts)
        return "切り替えました。これから受け付ける案件に効きます。"

    known = {one.id: one.short for one in rulebook().sets}
    choices = {"set_id": tuple(Choice(key, word) for key, word in known.items())}
    draw(DeskForm("switch", SetSwitch, "切り替える", do, choices))


def _past(drafts: list[SetDraft]) -> None:
    done = [one for one in drafts if one.state is not RuleState.DRAFT]
    if not done:
        return
    now = counter().now()
    rows = [
        (
            f"{one.title}（{wareki_and_seireki(one.effective_from)}から）",
            f"{one.state.label}　登録 {one.drafted} {when(one.drafted_at, now)}　"
            f"{one.settled} {when(one.settled_at, now)}　{one.note}".strip(),
        )
        for one in done
    ]
    with st.expander(f"登録された定めの経過（{len(done)}件）"):
        st.html(rows_html(rows))
