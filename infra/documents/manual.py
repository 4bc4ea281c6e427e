"""The handbook as Markdown, from the stage files, the rule data and the letters; nothing here is typed twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cases import handbook
from cases.clocks.deadlines import length_words
from cases.post.template import template
from cases.procedure import Act, LetterTemplate, Stage
from cases.rulebook import rulebook
from cases.rulebook.glossary import glossary

BEGIN, END = "<!-- stages:begin -->", "<!-- stages:end -->"
MADE_BY = "<!-- renraku handbook docs が作ります。手で直さず、段階のファイル（cases/stages/）を直してください。 -->"
TO = {
    "holders": "業務の担当",
    "lead": "案件の担当",
    "asker": "相談した職員",
    "supervisors": "決裁者",
    "ministry": "厚生労働省",
    "receiver": "移送先の自治体",
    "offerer": "移送を申し出た自治体",
}


def diagram() -> str:
    """The stage diagram between its two markers."""
    return f"{BEGIN}\n\n```mermaid\n{handbook.diagram()}```\n\n{END}"


def with_diagram(text: str) -> str:
    """The README with the diagram of today between the markers; they are added at the end when missing."""
    if BEGIN not in text or END not in text:
        return f"{text.rstrip()}\n\n{diagram()}\n"
    before, _, rest = text.partition(BEGIN)
    return before + diagram() + rest.partition(END)[2]


def manual() -> str:
    """The whole handbook."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    notice = rulebook().notice
    yield MADE_BY
    yield ""
    yield "# 手引き"
    yield ""
    yield f"「{notice.title}」（{'、'.join(notice.numbers)}）の段階ごとに、"
    yield "業務・操作・目安・通知・完了の条件を示します。"
    yield "期間の目安は本製品のもので、通知が定めたものではありません（通知は技術的助言です）。"
    yield ""
    yield f"```mermaid\n{handbook.diagram()}```"
    for number, stage in enumerate(handbook.STAGES, start=1):
        yield from _stage(number, stage)
    yield ""
    yield "## どの段階でも行える、業務と目安の操作"
    yield from _acts(handbook.EVERYWHERE)
    yield from _terms()


def _terms() -> Iterator[str]:
    yield ""
    yield "## 用語"
    yield ""
    yield from _table(("用語", "意味", "根拠"), ((one.ja, one.definition, one.source) for one in glossary()))


def _stage(number: int, stage: Stage) -> Iterator[str]:
    yield ""
    yield f"## {number}. {stage.label}（`{stage.key}`）"
    yield ""
    yield stage.purpose
    yield ""
    yield f"- 始まるとき: {stage.opens_label}"
    yield f"- 終わるとき: {'、'.join(one.label for one in stage.completes_when)}"
    follows = "、".join(key.label for key in stage.follows)
    yield f"- 次の段階: {follows or 'なし'}"
    if stage.source:
        yield ""
        yield "### 根拠"
        yield ""
        yield "\n>\n".join(f"> {rulebook().sentence(one).text}（{one}）" for one in stage.source)
    yield ""
    yield "### 業務"
    yield ""
    yield from _table(
        ("業務", "行う者", "目安", "根拠"),
        ((t.title, t.role.label, _length(t.clock), "、".join(t.source) or "—") for t in stage.tasks),
    )
    yield ""
    yield "### 操作"
    yield from _acts(stage.acts)
    yield from _clocks(stage)
    yield from _letters(stage)
    if stage.documents:
        yield ""
        yield f"下書きする文書: {'、'.join(paper.title for paper in stage.documents)}"


def _acts(acts: Iterable[Act[Any]]) -> Iterator[str]:
    yield ""
    yield from _table(
        ("操作", "行う者", "先に必要なこと（満たさないときの断り）", "説明"),
        (
            (
                f"{act.label}（`{act.name}`）",
                "・".join(role.label for role in sorted(act.roles)),
                " ".join(one.unmet for one in act.requires)
                or ("いつでも" if act.anytime else "段階が始まっていること"),
                act.help or "—",
            )
            for act in acts
        ),
    )


def _when(act: Act[Any]) -> str:
    if act.opens_case:
        return "なし（案件が開きます）"
    return "いつでも" if act.anytime else "段階が始まっていること"


def _clocks(stage: Stage) -> Iterator[str]:
    if not stage.clocks:
        return
    yield ""
    yield "### 目安"
    yield ""
    rules = [next(rule for rule in rulebook().timings if rule.id == clock.rule) for clock in stage.clocks]
    yield from _table(
        ("計時", "通知の言葉", "長さ", "補足", "根拠"),
        ((r.title, r.timing_word, length_words(r), r.note or r.source, "、".join(r.sentences)) for r in rules),
    )


def _letters(stage: Stage) -> Iterator[str]:
    if not stage.letters:
        return
    labels = handbook.labels()
    yield ""
    yield "### 通知"
    yield ""
    yield from _table(
        ("件名", "宛先", "いつ", "種類"),
        (
            (
                _subject(one),
                TO.get(one.to, one.to),
                f"「{labels.get(one.after, one.after)}」の後" if one.after else "段階が始まったとき",
                "対応をお願いする" if one.must_act else "知らせる",
            )
            for one in stage.letters
        ),
    )


def _subject(one: LetterTemplate) -> str:
    return template(one.name)[0].removeprefix("【{number}】").removesuffix("（{facility}）").replace("{report}", "報告")


def _length(rule: str) -> str:
    found = next((one for one in rulebook().timings if one.id == rule), None)
    return length_words(found) if found else "—"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(cell.replace(chr(10), ' ').replace('|', '／') for cell in row)} |"
