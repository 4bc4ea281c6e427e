"""What an authority sets for itself: the 目安 of its clocks and its own closed and open days (R-230, R-325)."""

from __future__ import annotations

from datetime import timedelta
from html import escape

import streamlit as st

from cases.counter import SignedIn
from cases.japanese_dates import elapsed_words, wareki_and_seireki
from cases.rulebook import CalendarKind, TimingRule, rulebook
from cases.rulemaking.facts import OfficeDay, OwnTarget
from cases.rulemaking.rows import TargetLine
from cases.views.general import Choice
from cases.vocabulary import Role
from ui.counter import counter
from ui.forms.desk_form import DeskForm, draw
from ui.parts.basis import draw_advice, sentence_links_html
from ui.parts.session import at_desk
from ui.words import rows_html, when


def draw_timings(who: SignedIn) -> None:
    """Every timing word with its start, its length here, its label and the sentence that it comes from."""
    draw_advice("通知に時間の定めはありません。長さはすべて目安です。")
    with at_desk() as desk:
        lines = desk.rules.timings()
    st.html("".join(_timing(line) for line in lines))
    if not _may_set(who):
        st.info("自治体の目安は、その自治体の決裁者が定めます。")
        return
    st.header(f"{who.authority_name}の目安を定める", anchor=False)

    def do(facts: OwnTarget) -> str:
        with at_desk() as desk:
            desk.rules.set_target(facts)
        return "目安を定めました。その日から始まる計時に使います。始まっている計時は変わりません。"

    choices = {
        "rule_id": tuple(
            Choice(line.rule.id, f"{line.rule.title}（{line.rule.timing_word}、今は {line.length}）")
            for line in lines
            if line.rule.adjustable
        )
    }
    draw(DeskForm("target", OwnTarget, "目安を定める", do, choices))


def _timing(line: TargetLine) -> str:
    rule = line.rule
    whose = f"（{line.own}が定めた目安）" if line.own else "（製品の目安）" if rule.length else ""
    rows = [
        ("起点", rule.start_event.label),
        ("長さ", f"{line.length}{whose}"),
        ("数え方", _counted(line) if rule.length else ""),
        ("知らせる時点", "、".join(rung_words(one, rule.label) for one in rule.reminders)),
        ("知らせる相手", ladder_words(rule) if rule.reminders else ""),
        ("法的性質・根拠", f"{rule.legal_nature.label}　{rulebook().basis(rule.basis).words}"),
        ("この自治体の定め", "\n".join(line.history)),
    ]
    more = [
        ("適用期間", _span(rule)),
        ("定め", next((one.title for one in rulebook().sets if one.id == rule.rule_set), rule.rule_set)),
        ("出典", f"{rule.source}（{'確認済み' if rule.verified else '通知に定めのない、製品の設計'}）"),
        ("備考", rule.note),
    ]
    said = "".join(
        f'<blockquote class="rk-quote">{escape(rulebook().sentence(one).text)}</blockquote>' for one in rule.sentences
    )
    links = f'<span class="rk-sub">通知の文: {sentence_links_html(rule.sentences)}</span>'
    return (
        f'<article class="rk-entry"><h3>「{escape(rule.timing_word)}」 {escape(rule.title)} '
        f'<span class="rk-kind">{escape(rule.label)}</span></h3>{links}'
        f"{rows_html([row for row in rows if row[1]])}"
        f'<details class="rk-behind"><summary>通知の文、適用期間、出典</summary>{said}'
        f"{rows_html([row for row in more if row[1]])}</details></article>"
    )


def rung_words(minutes: int, label: str = "目安") -> str:
    """「2時間前」「目安の時刻」「12時間後」 for a rung, counted in minutes from the due moment."""
    if minutes == 0:
        return f"{label}の時刻"
    return elapsed_words(timedelta(minutes=abs(minutes))) + ("後" if minutes > 0 else "前")


def ladder_words(rule: TimingRule) -> str:
    """「担当に毎回。目安の時刻からは決裁者にも。12時間後からは厚生労働省にも」 (R-046)."""
    words = ["担当に毎回"]
    for since, who in ((rule.supervisors_from, "決裁者"), (rule.ministry_from, "厚生労働省")):
        reached = [one for one in rule.reminders if since is not None and one >= since]
        if reached:
            words.append(f"{rung_words(reached[0], rule.label)}からは{who}にも")
    return "。".join(words)


def _span(rule: TimingRule) -> str:
    end = f"{wareki_and_seireki(rule.effective_to)} まで" if rule.effective_to else "（終わりの日の定めなし）"
    return f"{wareki_and_seireki(rule.effective_from)} から {end}"


def _counted(line: TargetLine) -> str:
    around = line.rule.calendar is CalendarKind.AROUND_THE_CLOCK
    return "夜間・休日も進む" if around else "開庁時間・開庁日で数える"


def draw_days(who: SignedIn) -> None:
    """The own days; the national calendar applies to all others."""
    st.html(
        '<p class="rk-sub">土曜・日曜、国民の祝日、12月29日から１月３日までが閉庁日です。'
        "条例などで異なる日だけを登録します。"
        "照会への回答など、開庁時間で数える目安に使います。国の窓口は国の暦によります。</p>"
    )
    with at_desk() as desk:
        lines = desk.rules.days()
    now = counter().now()
    if lines:
        rows = [
            (wareki_and_seireki(one.on), f"{one.kind.label}　{one.source}（{one.by} {when(one.at, now)}）")
            for one in lines
        ]
        st.html(rows_html(rows))
    else:
        st.info("国の暦と異なる日は登録されていません。登録すると、ここに並びます。")
    if not _may_set(who):
        return
    st.header(f"{who.authority_name}の開庁日・閉庁日を登録する", anchor=False)

    def do(facts: OfficeDay) -> str:
        with at_desk() as desk:
            desk.rules.set_day(facts)
        return f"{wareki_and_seireki(facts.on_date)} を登録しました。これから始まる計時に使います。"

    draw(DeskForm("day", OfficeDay, "この日を登録する", do))


def _may_set(who: SignedIn) -> bool:
    return Role.SUPERVISOR in who.roles and not who.at_ministry
