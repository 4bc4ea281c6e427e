"""院内掲示: how many facilities of the area have the right poster hanging, which need one, and printing for all."""

from __future__ import annotations

from html import escape

import streamlit as st

from cases.errors import Refused
from cases.japanese_dates import wareki_and_seireki
from cases.posters.batches import ALIVE, BatchView
from cases.posters.desk import NEEDING
from cases.posters.notices import Due, asking
from cases.posters.standing import Standing, StandingRow
from cases.vocabulary import PosterNoticeKind
from ui import texts
from ui.counter import counter
from ui.pages.of_facilities.posters import mark_html, noted_html
from ui.parts.heads import draw_head
from ui.parts.links import open_facility
from ui.parts.saving import draw_saving
from ui.parts.session import at_desk
from ui.parts.sources import grounds
from ui.words import plain, when

SIZE = 25
HEADS = ("医療機関等", "種別", "市区町村", "掲示の状況", "案内", "場所", "いつから")
WIDTHS = (3.2, 1.7, 1.5, 2.0, 2.2, 2.2, 1.6)
WRONG, SAID = "poster-wrong", "poster-said"


def draw() -> None:
    st.title("院内掲示", anchor=False)
    st.caption(
        "通知の別紙「サイバー攻撃を受けた場合の対応について（院内掲示用）」が、管内のどこに、いつから掲示されているか。"
    )
    with at_desk() as desk:
        counts, due = desk.posters.counts(), desk.posters.due()
        lacking = desk.posters.counts(without_address=True)
    total = sum(counts.values())
    if not total:
        st.info(
            "登録されている医療機関等がまだありません。「医療機関等」に登録すると、ここで掲示を印刷し、確かめられます。"
        )
        return
    _coverage(counts, total)
    if said := st.session_state.pop(WRONG, ""):
        st.error(said)
    if said := st.session_state.pop(SAID, ""):
        st.success(said)
    _letters(due)
    _order(counts, lacking)
    _jobs()
    _list(counts, lacking)
    grounds(("A-0", "A-4", "A-5"))


def _coverage(counts: dict[Standing, int], total: int) -> None:
    right = counts[Standing.RIGHT]
    columns = st.columns(4)
    columns[0].metric("今の連絡先で掲示中", f"{right * 100 / total:.1f}%", help=f"{total:,}件のうち {right:,}件")
    columns[1].metric("差替えが必要", f"{counts[Standing.OUTDATED]:,}件")
    columns[2].metric("未確認", f"{counts[Standing.UNKNOWN]:,}件")
    other = counts[Standing.ABSENT] + counts[Standing.UNSURE]
    columns[3].metric("掲示なし・内容不明", f"{other:,}件")


LETTERS = {
    PosterNoticeKind.REPLACE: (
        "差替えをメールで案内する",
        "掲示の後に連絡先が変わり、まだ案内していない医療機関等に、新しい掲示を受け取るリンクを送ります。",
    ),
    PosterNoticeKind.CONFIRM: (
        "掲示の確認をメールで求める",
        "掲示したと確認できていない医療機関等に送ります。同じ相手には{days}日（{label}）に一度までです。",
    ),
}


def _letters(due: dict[PosterNoticeKind, Due]) -> None:
    """What is due to whom, and the press that owes it; those without an address are for the paper below."""
    st.header("医療機関等に知らせる", anchor=False)
    rule = asking()
    columns = st.columns(2, gap="medium")
    for column, (kind, (deed, why)) in zip(columns, LETTERS.items(), strict=True):
        one = due[kind]
        with column.container(border=True, height="stretch"):
            st.button(
                f"{deed}（{one.by_mail:,}件）",
                icon=":material/mail:",
                key=f"poster-write-{kind}",
                disabled=not one.by_mail,
                on_click=_written,
                args=(kind,),
            )
            st.caption(why.format(days=rule.days, label=rule.label))
            if rest := one.total - one.by_mail:
                st.caption(
                    f"ほか {rest:,}件は、メールアドレスの登録がありません。下の印刷で「メールアドレスのないもの」を"
                    "選び、送り状を付けて、ファクシミリ・郵送・手渡しで届けてください。"
                )


def _written(kind: PosterNoticeKind) -> None:
    try:
        with at_desk() as desk:
            count = desk.posters.write_to(kind)
    except Refused as refused:
        st.session_state[WRONG] = texts.sentence(refused)
        return
    st.session_state[SAID] = f"{kind.label}を {count:,}件に送ります。届かなかったものは「届いていない通知」に出ます。"


def _order(counts: dict[Standing, int], lacking: dict[Standing, int]) -> None:
    """`lacking`: those without a mail address."""
    choices: dict[str, tuple[tuple[Standing, ...], bool]] = {
        "管内すべて": ((), False),
        "差替えが必要なもの": ((Standing.OUTDATED,), False),
        "今の連絡先で掲示中でないものすべて": (NEEDING, False),
        "メールアドレスのないもののうち、今の連絡先で掲示中でないもの": (NEEDING, True),
    }
    sizes = {
        word: sum((lacking if paper else counts)[one] for one in only or Standing)
        for word, (only, paper) in choices.items()
    }
    st.header("まとめて印刷する", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        word = st.selectbox(
            "対象", list(choices), format_func=lambda one: f"{one}（{sizes[one]:,}件）", key="poster-range", width=560
        )
        st.button(
            "印刷用の PDF を作る",
            icon=":material/print:",
            type="primary",
            key="poster-order",
            disabled=not sizes[word],
            on_click=_ordered,
            args=choices[word],
        )
    st.checkbox(
        "一件ごとに送り状（事務連絡）を付ける",
        key="poster-letter",
        help="掲示の前に、差替え又は掲示を依頼する文書が一枚入ります。医療機関等が掲示を知らせるための"
        "リンクも書かれます。前に送ったリンクも、その期限まで使えます。",
    )
    st.caption("100件ずつの PDF を作ります。画面を閉じても続きます。")


def _ordered(only: tuple[Standing, ...], without_address: bool) -> None:
    try:
        with at_desk() as desk:
            with_letter = bool(st.session_state.get("poster-letter"))
            desk.posters.order(only, with_letter=with_letter, without_address=without_address)
    except Refused as refused:
        st.session_state[WRONG] = texts.sentence(refused)


@st.fragment(run_every=3.0)
def _jobs() -> None:
    with at_desk() as desk:
        jobs = desk.posters.batches()
    for job in jobs[:5]:
        _job(job)


def _job(job: BatchView) -> None:
    with_letter = "　送り状付き" if job.with_letter else ""
    with st.container(border=True, key=f"poster-job-{job.id}"):
        st.html(
            f"<p><b>{escape(job.title)}　{job.total:,}件{with_letter}</b>　{escape(job.state.label)}<br>"
            f'<span class="rk-sub">{when(job.ordered_at, counter().now())}　{escape(job.ordered_by)}'
            f"　連絡先は{wareki_and_seireki(job.as_of)}現在</span></p>"
        )
        if job.trouble:
            st.error(plain(job.trouble))
        alive = job.state in ALIVE
        if alive:
            st.progress(job.done / job.total, text=f"{job.done:,} ／ {job.total:,}件")
        with st.container(horizontal=True):
            if job.done:
                st.html(
                    f'<p><a class="rk-take" href="/api/v1/posters/{job.id}.zip" download target="_self">'
                    f"できた {job.done:,}件を保存する（zip）</a></p>"
                )
            if alive:
                st.button("取りやめる", key=f"poster-cancel-{job.id}", on_click=_cancelled, args=(job.id,))


def _cancelled(batch_id: int) -> None:
    try:
        with at_desk() as desk:
            desk.posters.cancel(batch_id)
    except Refused as refused:
        st.session_state[WRONG] = texts.sentence(refused)


def _list(every: dict[Standing, int], lacking: dict[Standing, int]) -> None:
    st.header("医療機関等ごとの状況", anchor=False)
    paper = st.toggle(
        f"メールアドレスのないものだけ（{sum(lacking.values()):,}件）",
        key="poster-paper",
        on_change=lambda: st.session_state.pop("poster-page", None),
    )
    counts = lacking if paper else every
    chosen = st.pills(
        "状況",
        list(Standing),
        format_func=lambda one: f"{one.label} {counts[one]:,}",
        key="poster-filter",
        on_change=lambda: st.session_state.pop("poster-page", None),
    )
    only = (chosen,) if chosen else ()
    total = sum(counts[one] for one in only) if only else sum(counts.values())
    pages = max(1, -(-total // SIZE))
    number = min(int(st.session_state.get("poster-page", 1)), pages)
    with at_desk() as desk:
        found = desk.posters.rows(only, page_number=number, size=SIZE, without_address=paper)
    if not found:
        st.info("この状況の医療機関等はありません。")
    if found:
        draw_head("poster", WIDTHS, HEADS)
    for row in found:
        _row(row)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{total:,}件**（{number}／{pages}ページ）")
        if pages > 1:
            st.pagination(pages, key="poster-page")
    draw_saving("posters", {"standing": chosen or "", "without_address": paper})


def _row(row: StandingRow) -> None:
    with st.container(key=f"row-poster-{row.facility_id}", gap=None):
        columns = st.columns(WIDTHS, vertical_alignment="center")
        with columns[0]:
            if st.button(plain(row.name), key=f"open-poster-{row.facility_id}", type="tertiary"):
                open_facility(row.facility_id)
        columns[1].html(f'<span class="rk-cell">{escape(row.kind)}</span>')
        columns[2].html(f'<span class="rk-cell">{escape(row.municipality)}</span>')
        columns[3].html(mark_html(row.standing))
        columns[4].html(noted_html(row))
        columns[5].html(f'<span class="rk-cell">{escape("、".join(row.places)) or "—"}</span>')
        since = wareki_and_seireki(row.since) if row.since else "—"
        columns[6].html(f'<span class="rk-cell">{since}</span>')
