"""The HTML of the outsiders' pages. Everything that people typed goes through `escape`; there is no script."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path

from cases.casework.outside.sheet import GuestSheet, QuestionSheet
from cases.japanese_dates import jst_words
from cases.vocabulary import QuestionnaireState

_STYLE = (Path(__file__).parent / "outside.css").read_text(encoding="utf-8")
HOME = "/outside/case"
PER_PAGE = 5
"""Questions on one page."""


def page(title: str, body: str, *, practice: bool = False) -> str:
    band = (
        '<aside class="practice" aria-label="演習">演習 ― これは練習用の画面です。実際の連絡には使えません。</aside>'
        if practice
        else ""
    )
    return f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow"><title>{escape(title)} | 連絡</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml"><style>{_STYLE}</style></head>
<body>{band}<header><span class="mark">連絡</span></header><main>{body}</main></body></html>"""


def notice(title: str, sentence: str) -> str:
    return page(title, f"<h1>{escape(title)}</h1><p>{escape(sentence)}</p>")


def case_page(sheet: GuestSheet, seal: str, *, said: str = "", wrong: str = "", typed: str = "", held: str = "") -> str:
    """The shared case. `seal` goes into each form; `wrong` is a refusal's sentence, `typed` what must not be lost."""
    facts = [*sheet.rows, *((name, _when(at)) for name, at in sheet.times)]
    parts = [
        _head(sheet.facility, sheet, f"共有先: {sheet.name}"),
        _said(said, wrong),
        "<h2>状況</h2>",
        rows(facts),
        "<h2>段階</h2>",
        rows(sheet.stages),
        "<h2>国への報告</h2>",
        _reports(sheet),
        "<h2>関係者</h2>",
        rows((who, f"{name}　{'✓ 確認済み' if done else '▲ 未確認'}") for who, name, done in sheet.parties),
        '<h2 id="entry">自治体との連絡</h2>',
        _remarks(sheet),
    ]
    if sheet.ended:
        parts.append(
            f'<div class="note">この案件は「{escape(sheet.ended)}」になりました。記入・提出はできません。</div>'
        )
    else:
        parts += [_comment(sheet, seal, typed), _files(sheet.files, seal, held)]
    return page(sheet.facility, "".join(parts), practice=sheet.practice)


def question_page(
    sheet: QuestionSheet, seal: str, number: int, *, said: str = "", wrong: str = "", held: str = ""
) -> str:
    """One page of the questionnaire, counted from 1; the last one is for material and sending."""
    last = question_pages(sheet)
    number = min(max(number, 1), last)
    parts = [_head(f"質問票　{sheet.title}", sheet, f"{sheet.facility}　第{sheet.seq}号　宛先: {sheet.name}")]
    parts.append(_said(said, wrong))
    if sheet.state in (QuestionnaireState.ANSWERED, QuestionnaireState.WITHDRAWN) or sheet.ended:
        word = sheet.ended or sheet.state.label
        parts.append(f'<div class="note good"><strong>この質問票は「{escape(word)}」です。</strong></div>')
        parts.append(rows((f"{n}　{q}", a or "－") for n, (q, a) in enumerate(sheet.pairs, start=1)))
        return page(sheet.title, "".join(parts), practice=sheet.practice)
    wished = f"回答を希望する日時: {_when(sheet.wished_by)}（目安）　" if sheet.wished_by else ""
    saved = f"保存: {_when(sheet.saved_at)}" if sheet.saved_at else "まだ保存されていません"
    parts.append(f'<p class="sub">{escape(wished)}{escape(saved)}　{number} / {last} ページ</p>')
    parts.append(_questions(sheet, seal, number) if number < last else _ending(sheet, seal, held))
    return page(sheet.title, "".join(parts), practice=sheet.practice)


def question_pages(sheet: QuestionSheet) -> int:
    return -(-len(sheet.pairs) // PER_PAGE) + 1


def rows(pairs: Iterable[tuple[str, str]]) -> str:
    return f"<dl>{''.join(f'<dt>{escape(a)}</dt><dd>{escape(b)}</dd>' for a, b in pairs)}</dl>"


def _head(title: str, sheet: GuestSheet | QuestionSheet, sub: str) -> str:
    end = f"このリンクは {jst_words(sheet.expires_at, with_year=True)} まで使えます"
    return (
        f'<p class="sub">{escape(sheet.authority)}　案件 {escape(sheet.number)}</p><h1>{escape(title)}</h1>'
        f'<p class="sub">{escape(sub)}<br>{escape(end)}。患者の個人情報は記入・添付しないでください。</p>'
    )


def _said(said: str, wrong: str) -> str:
    good = f'<div class="note good" role="status"><strong>✓ {escape(said)}</strong></div>' if said else ""
    bad = (
        f'<div class="note bad" role="alert"><strong>▲ 受け付けていません</strong><p>{escape(wrong)}</p>'
        '<p><a href="#entry">記入・提出の欄へ</a></p></div>'
    )
    return good + (bad if wrong else "")


def _reports(sheet: GuestSheet) -> str:
    calls = rows(("電話連絡", f"{who}　{_when(at)}") for at, who in sheet.calls)
    papers = "".join(
        f"<h3>{escape(r.kind)}　送付 {escape(_when(r.sent_at))}</h3>{rows(r.blocks)}" for r in reversed(sheet.reports)
    )
    return (calls if sheet.calls else "") + (papers or "<p>国へ送付した報告は、まだありません。</p>")


def _remarks(sheet: GuestSheet) -> str:
    lines = "".join(
        f'<li><span class="sub">{escape(_when(r.at))}　{escape(r.kind)}　{escape(r.author)}</span>'
        f"<p>{escape(r.text)}</p></li>"
        for r in sheet.remarks
    )
    return f'<ul class="plain">{lines}</ul>' if lines else "<p>まだ連絡はありません。</p>"


def _comment(sheet: GuestSheet, seal: str, typed: str) -> str:
    kinds = ""
    if sheet.may_state:
        kinds = (
            "<fieldset><legend>記入の種類</legend>"
            '<p class="choice"><input type="radio" name="kind" id="kind-c" value="comment" checked>'
            '<label for="kind-c">自治体への連絡・意見</label></p>'
            '<p class="choice"><input type="radio" name="kind" id="kind-s" value="statement">'
            '<label for="kind-s">運営部署（団体）としての記載（被害・対応・復旧など）</label></p>'
            "</fieldset>"
        )
    return (
        f'<form method="post" action="{HOME}/remark">{_seal(seal)}{kinds}'
        '<label for="text">自治体に伝えること</label>'
        f'<textarea id="text" name="text" rows="5" maxlength="4000" required>{escape(typed)}</textarea>'
        "<button>自治体に送る</button></form>"
    )


def _files(files: tuple[str, ...], seal: str, held: str) -> str:
    listed = "".join(f"<li>{escape(name)}</li>" for name in files)
    return (
        "<h2>資料の提出</h2>"
        f"{f'<ul>{listed}</ul>' if listed else '<p>提出した資料は、まだありません。</p>'}"
        f'<form method="post" action="{HOME}/file" enctype="multipart/form-data">{_seal(seal)}'
        '<label for="file">資料（PDF・PNG・JPEG・テキスト・CSV・Excel・Word、10MB まで）</label>'
        '<input id="file" type="file" name="file" required accept=".pdf,.png,.jpg,.jpeg,.txt,.csv,.xlsx,.docx">'
        '<label for="cleared">患者の個人情報を含まないと確認した理由</label>'
        '<p class="sub">PDF・画像や、個人情報のように見える資料では必ず記入します。</p>'
        f'<input id="cleared" type="text" name="cleared" maxlength="400" value="{escape(held)}">'
        '<button class="second">資料を提出する</button></form>'
    )


def _questions(sheet: QuestionSheet, seal: str, number: int) -> str:
    first = (number - 1) * PER_PAGE
    fields = "".join(
        f'<label for="a{n}">{n + 1}　{escape(question)}</label>'
        f'<textarea id="a{n}" name="a{n}" rows="4" maxlength="4000">{escape(answer)}</textarea>'
        for n, (question, answer) in list(enumerate(sheet.pairs))[first : first + PER_PAGE]
    )
    back = '<button class="second" name="go" value="back">保存して戻る</button> ' if number > 1 else ""
    return (
        f'<form method="post" action="/outside/questions/{number}">{_seal(seal)}'
        f'<p class="sub">分からないときは「不明」「確認中」と記入できます。</p>{fields}'
        f'{back}<button name="go" value="on">保存して次へ進む</button></form>'
    )


def _ending(sheet: QuestionSheet, seal: str, held: str) -> str:
    wanted = "".join(f"<li>{escape(one)}</li>" for one in sheet.materials)
    number = question_pages(sheet)
    answers = rows((f"{n}　{q}", a or "（未回答）") for n, (q, a) in enumerate(sheet.pairs, start=1))
    return (
        f'<h2 id="entry">回答の確認</h2>{answers}'
        f'<p><a href="/outside/questions/{number - 1}">回答を直す</a></p>'
        f"{f'<h2>求められている資料</h2><ul>{wanted}</ul>' if wanted else ''}"
        f"{_files(sheet.files, seal, held)}"
        f'<h2>回答の提出</h2><form method="post" action="/outside/questions/submit">{_seal(seal)}'
        '<label for="who">回答した担当（部署・役職）</label>'
        '<input id="who" type="text" name="who" maxlength="200" required>'
        '<p class="sub">提出すると、このリンクからは変更できません。</p>'
        f"<button>{escape(sheet.authority)}に回答を提出する</button></form>"
    )


def _seal(seal: str) -> str:
    return f'<input type="hidden" name="seal" value="{escape(seal)}">'


def _when(moment: datetime | None) -> str:
    return jst_words(moment, with_year=True) if moment else "不明・確認中"
