"""One facility: particulars, municipal hospital, vendors, network, cases, and what was changed by whom."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from cases.japanese_dates import wareki_and_seireki
from cases.posters.deeds import RECORD
from cases.registry.views import FacilitySheet, VendorLine
from cases.views.general import Taken
from cases.vocabulary import FacilityKind
from ui.counter import counter
from ui.forms.facility import deed_form, known
from ui.forms.form import Form
from ui.forms.form import draw as draw_form
from ui.pages.of_facilities.posters import draw_poster, posting_form
from ui.parts.links import case_link, open_facility
from ui.parts.session import at_desk, flash
from ui.words import done_words, past_words, rows_html, when

OPEN = "facility-deed"
UNKNOWN = "未記入"


def draw_sheet(facility_id: int) -> None:
    with at_desk() as desk:
        sheet = desk.registry.sheet(facility_id)
    if st.button("一覧へ戻る", key="to-facilities", icon=":material/arrow_back:", type="tertiary"):
        st.session_state.pop(OPEN, None)
        open_facility(None)
    st.html(_head(sheet))
    if _deed(sheet):
        return
    _differences(sheet)
    tabs = st.tabs(_tab_names(sheet))
    with tabs[0]:
        _particulars(sheet)
    with tabs[1]:
        _vendors(sheet)
    with tabs[2]:
        _municipal(sheet)
    with tabs[3]:
        _cases(sheet)
    with tabs[4]:
        _history(sheet)
    with tabs[5]:
        _network(sheet)
    with tabs[6]:
        _button(sheet, RECORD.name, RECORD.label)
        draw_poster(sheet)


def _tab_names(sheet: FacilitySheet) -> list[str]:
    vendors = f"保守会社等（{len(sheet.vendors)}社）" if sheet.vendors else "保守会社等（未記入）"
    cases = f"案件（{len(sheet.cases)}件）"
    return ["登録内容", vendors, "自治体立病院", cases, "変更の記録", "ネットワーク", "院内掲示"]


def _head(sheet: FacilitySheet) -> str:
    row = sheet.row
    marks = []
    if row.municipal:
        marks.append('<span class="rk-mark">自治体立病院</span>')
    if row.delisted_on:
        day = escape(wareki_and_seireki(row.delisted_on))
        marks.append(
            f'<span class="rk-mark rk-soon"><span aria-hidden="true">△</span>最新の公表データ（{day}）に記載なし</span>'
        )
    if not sheet.vendors:
        marks.append('<span class="rk-mark rk-soon"><span aria-hidden="true">△</span>保守会社等が未記入</span>')
    return (
        f'<div class="rk-card"><p class="rk-top"><span>{escape(row.kind)}</span><span>{escape(row.municipality)}</span>'
        f"<span>所管: {escape(row.authority)}</span></p><h1>{escape(row.name)}</h1>"
        f"<p>{''.join(marks)}</p></div>"
    )


def _deed(sheet: FacilitySheet) -> bool:
    """The form that is open, if one is; the officer comes back to the record afterwards."""
    chosen = st.session_state.get(OPEN)
    if not chosen or chosen[0] != sheet.row.id or not sheet.editable:
        return False
    _, name, number = chosen
    form = _form(sheet, name, number)
    with st.container(border=True, key="act"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.header(form.act.label, anchor=False)
            if st.button("閉じる", key="close-deed", icon=":material/close:"):
                _close()
        draw_form(form, _done(form.act.label))
    return True


def _form(sheet: FacilitySheet, name: str, number: int) -> Form:
    if name == RECORD.name:
        return posting_form(sheet)
    if name == "correct_facility":
        return deed_form(sheet, name, defaults=known(sheet))
    if name == "set_municipal":
        flag = "true" if sheet.row.municipal else "false"
        return deed_form(sheet, name, defaults=sheet.municipal_facts | {"municipal": flag})
    if name == "correct_vendor":
        vendor = next(v for v in sheet.vendors if v.id == number)
        return deed_form(sheet, name, fixed={"vendor": number}, defaults=_vendor_facts(vendor))
    if name == "end_vendor":
        return deed_form(sheet, name, fixed={"vendor": number})
    if name == "end_member":
        return deed_form(sheet, name, fixed={"member": number})
    return deed_form(sheet, name)


def _vendor_facts(vendor: VendorLine) -> dict[str, object]:
    return {
        "company": vendor.company,
        "phone": vendor.phone,
        "person": vendor.person,
        "systems": vendor.systems,
        "all_hours": vendor.all_hours,
        "contract_number": vendor.contract_number,
        "contract_from": vendor.contract_from.isoformat() if vendor.contract_from else None,
        "contract_to": vendor.contract_to.isoformat() if vendor.contract_to else None,
    }


def _done(label: str) -> Callable[[Taken], None]:
    def then(taken: Taken) -> None:
        flash(done_words(label))
        _close()

    return then


def _close() -> None:
    st.session_state.pop(OPEN, None)
    st.rerun()


def _button(sheet: FacilitySheet, name: str, label: str, number: int = 0, *, primary: bool = False) -> None:
    if sheet.editable and st.button(label, key=f"deed-{name}-{number}", type="primary" if primary else "secondary"):
        st.session_state[OPEN] = (sheet.row.id, name, number)
        st.rerun()


def _differences(sheet: FacilitySheet) -> None:
    if not sheet.differs:
        return
    rows = rows_html([(field, f"登録　　　: {ours}\n公表データ: {theirs}") for field, ours, theirs in sheet.differs])
    st.html(
        '<div class="rk-note rk-warn"><strong>この自治体の登録と、公表データの内容が異なります。'
        f"登録の方を使っています。</strong>{rows}</div>"
    )


def _particulars(sheet: FacilitySheet) -> None:
    row = sheet.row
    beds = "・".join(f"{kind} {count}" for kind, count in sheet.beds) or "不明（未記入）"
    listed = f"公表データ（{wareki_and_seireki(sheet.listed_on)}時点から）" if sheet.listed_on else "手で登録"
    st.html(
        rows_html(
            [
                ("名称", row.name),
                ("フリガナ", row.kana or UNKNOWN),
                ("略称", sheet.short_name or UNKNOWN),
                ("種別", row.kind),
                ("市区町村", row.municipality),
                ("所在地", row.address or UNKNOWN),
                ("電話番号", row.phone or UNKNOWN),
                ("メールアドレス", row.email or UNKNOWN),
                ("ウェブサイト", sheet.url or UNKNOWN),
                ("医療機関コード", row.institution_code or "なし（未記入）"),
                ("公表データのID", row.registry_id or "なし"),
                ("病床数", beds),
                ("登録のもと", listed),
            ]
        )
    )
    if sheet.code_warning:
        st.warning(f"{sheet.code_warning}このままでも使えます。", icon=":material/warning:")
    with st.container(horizontal=True):
        _button(sheet, "correct_facility", "登録内容を訂正する", primary=True)
        _button(sheet, "move_facility", "移転を記録する")


def _vendors(sheet: FacilitySheet) -> None:
    if not sheet.vendors:
        st.info(
            "保守会社等が未記入です。疑いがあったとき直ちに電話できるよう、社名と電話番号を一社以上登録してください。"
        )
    for vendor in sheet.vendors:
        with st.container(border=True, key=f"vendor-{vendor.id}"):
            hours = "　24時間対応" if vendor.all_hours else ""
            st.html(f'<b>{escape(vendor.company)}</b>{hours}<p class="rk-phone">{escape(vendor.phone) or UNKNOWN}</p>')
            span = "〜".join(wareki_and_seireki(d) if d else "" for d in (vendor.contract_from, vendor.contract_to))
            st.html(
                rows_html(
                    [
                        ("担当者", vendor.person or UNKNOWN),
                        ("保守するシステム", vendor.systems or UNKNOWN),
                        ("契約番号", vendor.contract_number or UNKNOWN),
                        ("契約期間", span if span != "〜" else UNKNOWN),
                    ]
                )
            )
            with st.container(horizontal=True):
                _button(sheet, "correct_vendor", "訂正する", vendor.id)
                _button(sheet, "end_vendor", "登録を外す", vendor.id)
    _button(sheet, "add_vendor", "保守会社等を登録する", primary=not sheet.vendors)


def _municipal(sheet: FacilitySheet) -> None:
    if sheet.row.municipal:
        st.html(rows_html(list(sheet.operating)))
    else:
        st.info(
            "自治体立病院として登録されていません。自治体立病院であれば、運営部署（団体）と設置する市区町村等を"
            "登録しておくと、案件が開いたときに三者がすぐ連絡を取れます。"
        )
    _button(sheet, "set_municipal", "自治体立病院の区分を登録する")


def _cases(sheet: FacilitySheet) -> None:
    if not sheet.cases:
        st.info("この医療機関等の案件はありません。疑いを受け付けると、ここに表示されます。")
    for case in sheet.cases:
        with st.container(key=f"row-facility-case-{case.number}", gap=None):
            columns = st.columns((2, 3, 2, 2), vertical_alignment="center")
            with columns[0]:
                case_link(case.number, case.number)
            columns[1].html(f'<span class="rk-cell">{when(case.opened_at, counter().now())}</span>')
            columns[2].html(f'<span class="rk-cell">{escape(case.result)}</span>')
            columns[3].html(f'<span class="rk-cell">{escape(case.state)}</span>')


def _history(sheet: FacilitySheet) -> None:
    if not sheet.changes:
        st.info("変更の記録はまだありません。訂正や公表データの更新があると、前後の内容がここに残ります。")
        return
    lines = []
    for line in sheet.changes:
        day = f"（{escape(wareki_and_seireki(line.on_date))}）" if line.on_date else ""
        rows = "".join(f"<br>{escape(field)}: {escape(before)} → {escape(after)}" for field, before, after in line.rows)
        lines.append(
            f"<li><time>{when(line.at, counter().now())}　{escape(line.actor)}</time>"
            f"<b>{escape(_past(line.label))}</b>{day}{rows}</li>"
        )
    st.html(f'<ol class="rk-timeline">{"".join(lines)}</ol>')


def _past(label: str) -> str:
    """The officers' deeds are named by what they do, the registry's by what they are."""
    return past_words(label) if label.endswith(("る", "す")) else label


def _network(sheet: FacilitySheet) -> None:
    for number, name in sheet.networks:
        if st.button(f"参加しているネットワーク: {name}", key=f"network-{number}", type="tertiary"):
            open_facility(number)
    if sheet.row.kind != FacilityKind.REGIONAL_NETWORK.label:
        if not sheet.networks:
            st.info("参加している地域医療情報連携ネットワークは、登録されていません。")
        return
    if not sheet.members:
        st.info("参加する医療機関等は、まだ登録されていません。障害が広がる先を確かめるために使います。")
    for number, name, note, facility in sheet.members:
        with st.container(key=f"row-member-{number}", gap=None):
            columns = st.columns((4, 3, 2, 2), vertical_alignment="center")
            columns[0].html(f'<span class="rk-cell">{escape(name)}</span>')
            columns[1].html(f'<span class="rk-cell">{escape(note)}</span>')
            with columns[2]:
                if facility and st.button("登録を見る", key=f"member-{number}"):
                    open_facility(facility)
            with columns[3]:
                _button(sheet, "end_member", "外す", number)
    _button(sheet, "add_member", "参加する医療機関等を登録する", primary=not sheet.members)
