"""The notice with what carries out each of its sentences, and the requirements with the tests that show them."""

from __future__ import annotations

from html import escape

import streamlit as st

from cases.handbook.traceability import Shown, Trace, shown, traces
from cases.rulebook import rulebook
from ui.parts.titles import sources
from ui.words import rows_html

ALL, WITH, WITHOUT = "すべて", "試験のあるもの", "試験のないもの"


def draw_notice() -> None:
    """Every sentence word for word; under each, folded, the requirements, rules, stages, acts and screens behind it."""
    notice = rulebook().notice
    st.html(
        f'<h2>{escape(notice.title)}</h2><p class="rk-sub">{escape("　".join(notice.numbers))}　'
        f"{escape('、'.join(notice.senders))}</p><p>この通知は{escape(notice.legal_citation)}に基づくものです。"
        "文の下の「この文を行うもの」を開くと、要件・目安・段階・操作・画面と、それを示す試験の数が分かります。</p>"
    )
    found = traces(sources())
    for heading in notice.sections:
        if heading.text:
            st.header(heading.text, anchor=False)
        st.html("".join(_sentence(one) for one in found if one.sentence.section == heading.id))


def _sentence(one: Trace) -> str:
    return (
        f'<p id="{escape(one.sentence.id)}" class="rk-sentence">{escape(one.sentence.text)}</p>'
        f'<details class="rk-behind"><summary>この文を行うもの（要件 {len(one.requirements)}件）</summary>'
        f"{rows_html(_behind(one))}</details>"
    )


def _behind(one: Trace) -> list[tuple[str, str]]:
    rows = [
        ("文の番号", one.sentence.id),
        ("要件", "\n".join(f"{s.entry.id}　{s.entry.what}（{_count(s)}）" for s in one.requirements)),
        ("目安", "、".join(one.rules)),
        ("段階", "、".join(one.stages)),
        ("業務", "\n".join(one.tasks)),
        ("操作", "\n".join(one.acts)),
        ("画面", "、".join(one.screens)),
    ]
    return [(name, text) for name, text in rows if text]


def _count(one: Shown) -> str:
    return f"試験 {len(one.tests)}件" if one.tests else "試験なし"


def draw_requirements() -> None:
    known = shown()
    with_test = sum(1 for one in known if one.tests)
    st.write(f"要件 {len(known)}件のうち、試験で確かめているものは {with_test}件です。")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        which = st.segmented_control(
            "表示する要件", [ALL, WITH, WITHOUT], default=ALL, required=True, key="requirements-which"
        )
        search = st.text_input("要件を探す", key="requirements-search", placeholder="R-048、判断、保守会社 など")
    rows = [
        (one.entry.id, f"{one.entry.what}\n{_tests(one)}")
        for one in known
        if _wanted(one, which or ALL, search.strip())
    ]
    if rows:
        st.html(rows_html(rows))
    else:
        st.info("当てはまる要件はありません。")


def _wanted(one: Shown, which: str, search: str) -> bool:
    if (which == WITH and not one.tests) or (which == WITHOUT and one.tests):
        return False
    return not search or search.casefold() in f"{one.entry.id} {one.entry.what}".casefold()


def _tests(one: Shown) -> str:
    """The situations that show it, as the tests name them; those in English walk through the screens."""
    names = [test.rsplit("::", 1)[-1].removeprefix("test_") for test in one.tests]
    told = dict.fromkeys("画面を通した試験" if name.isascii() else name.replace("_", "、") for name in names)
    return "\n".join(f"・{name}" for name in told) or "試験なし"
