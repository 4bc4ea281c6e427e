"""The list of codes in the exercises' README, from the stage files and word lists; nothing in it is typed twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from enum import StrEnum
from typing import Any

from cases import handbook
from cases.clocks.deadlines import length_words
from cases.japanese_dates import elapsed_words
from cases.judgement import Result
from cases.procedure import Stage
from cases.rulebook import TimingRule, rulebook
from cases.vocabulary import (
    ClockState,
    Ending,
    FacilityKind,
    MinistryKnows,
    ReportKind,
    Role,
    StageState,
)
from infra.exercises.link_deeds import link_deeds
from infra.exercises.names import REFUSALS
from infra.exercises.office_deeds import office_deeds
from infra.exercises.words import label_of

BEGIN, END = "<!-- codes:begin -->", "<!-- codes:end -->"
WORDS: tuple[tuple[str, type[StrEnum]], ...] = (
    ("段階の状態（`stages`）", StageState),
    ("役割（`roles`・`by`）", Role),
    ("判断の結果（`result`）", Result),
    ("国への報告（`ministry_knows`）", MinistryKnows),
    ("報告の種別（`reports`）", ReportKind),
    ("終わり方（`ending`）", Ending),
    ("施設の種別（`kind`）", FacilityKind),
)
REASONS = {
    "ActNotOpen": "段階が始まっていない、又は先に要る記録・承認・項目が足りない（何が足りないかを文で示す）",
    "BadFacts": "事実の項目が足りない、形が違う、選択肢にない",
    "CannotAssign": "その職員は役割を持たない、又は所属が違う",
    "CannotStandIn": "代理にできない（本人、不在の者、ほかの代理と重なる者）",
    "CaseEnded": "案件は終わっている（終わった案件に行えるのは、再開など一部の操作だけ）",
    "FactNeeded": "受付・判断・関連付けで、ほかの答えのために要る項目が空欄である（ほかの操作では `ActNotOpen`）",
    "FileRefused": "資料の種類・中身を受け付けられない（空、大きすぎる、名前と中身が違うなど）",
    "ImpossibleTime": "未来の日時、又は前後の合わない日時",
    "InspectorNotValid": "当日に任命と証明書が有効でない医療監視員",
    "LinkNotValid": "リンクが期限切れ・取消し済み、又はその操作のリンクではない",
    "NeedsClearing": "リンクから出す資料に個人情報のおそれがある（`cleared_reason` が要る）",
    "NoDutyDays": "その間に開庁日がない",
    "NoInspectionPower": "医療法第25条の対象ではない施設",
    "NotFound": "ない、又は他の自治体のもので見えない",
    "NotRetroactive": "過ぎた日にさかのぼる",
    "OpenCases": "同じ事案かもしれない案件が開いている（`separate_reason` を書けば受け付けられる）",
    "OutsideJurisdiction": "登録のない施設の市区町村が、ほかの自治体の管内である",
    "PaperHasNoSubject": "公文書に書く記録（報告・立入検査など）がまだない",
    "PaperIncomplete": "公文書に要る項目（期日・内容など）が足りない",
    "PaperUnprintable": "公文書の字体にない文字がある",
    "PaperWithoutAddressee": "公文書の宛先が決まらない",
    "StaleVersion": "画面を開いた後に、ほかの人が変えた（`as_seen` が古い）",
    "StillIdentifying": "事例集に載せる文に、特定につながる記載が残っている",
    "TaskNotOpen": "業務はもう終わっている",
    "UnknownAct": "そのような操作はない",
    "UnknownFacility": "その自治体の管内に登録されていない施設（ほかの自治体の管内の施設も、見えないのでこれになる）",
    "UnknownMunicipality": "その市区町村はない",
    "WrongRole": "その操作を行う役割ではない",
}


def with_codes(text: str) -> str:
    """The README with the list of today between its two markers."""
    before, _, rest = text.partition(BEGIN)
    return before + "\n".join([BEGIN, "", *_lines(), END]) + rest.partition(END)[2]


def _lines() -> Iterator[str]:
    yield "### 段階（`stages`）と、業務・計時・文書の符号"
    yield ""
    head = ("段階", "名前", "業務（`open_tasks`・`holders`）", "計時（`clocks`・`due`）", "文書（`documents`）")
    yield from _table(head, (_stage(stage) for stage in handbook.STAGES))
    anytime = [task.code for stage in handbook.STAGES for task in stage.tasks if task.anytime]
    yield f"{'、'.join(f'`{code}`' for code in anytime)} は、段階が始まる前や終わった後でも作られます。"
    yield "文書には、調査・指導の結果を報告したときの `investigation_result` 調査・指導結果報告 もあります。"
    yield "業務 `engine_failed_<段階>` は、自動処理ができなかったときに決裁者へ作られます。"
    yield ""
    yield from _courses()
    yield from _clocks()
    yield "### 操作（`act`）と経過の名前（`history`）"
    yield ""
    rows = (
        (f"`{act.name}`", act.label, f"`{act.past}`", "・".join(role.label for role in sorted(act.roles)))
        for _, act in handbook.all_acts()
    )
    yield from _table(("操作", "画面の名前", "経過の名前", "行う者"), rows)
    yield "経過には、自動処理の `visited_<段階>` と `work_failed` もあります。"
    seconds = "、".join(
        f"`{act.second.past}`（`{act.name}` の相手の案件）" for _, act in handbook.all_acts() if act.second
    )
    yield f"二つの案件にまたがる操作では、もう一方の案件の経過の名前は {seconds} です。"
    yield ""
    yield "### 案件によらない操作（`act`。`case` は書かない）"
    yield ""
    yield from _table(
        ("操作", "画面の名前", "行う者"), ((f"`{d.name}`", d.label, d.who) for d in office_deeds().values())
    )
    yield "職員（`absent`・`stand_in`・`officer`・`officers`）は「徳島県 担当2」のように書きます。"
    yield "自治体（`authorities`）は名前で書けます。"
    yield "依頼の `number` を書かなければ、最も新しい依頼です。結果は `--json` の `requests` にあります。"
    yield ""
    yield "### リンクを持つ者の操作（`act`。`by` は書かない）"
    yield ""
    yield from _table(("操作", "画面の名前"), ((f"`{d.name}`", d.label) for d in link_deeds().values()))
    yield "リンクは `invite_guest` と、回答の方法が `link` の `send_questionnaire` で発行したものです。"
    yield "`link` は案件ごとの番号（発行した順に 1 から）で、書かなければ最も新しいものです。"
    yield ""
    yield "### 値の言葉"
    yield ""
    for name, words in WORDS:
        yield f"- {name}: {_listed(words)}"
    more = "、`overdue` 目安超過（まだ達成していない）、`not_started` 始まっていない"
    yield f"- 計時の状態（`clocks`）: {_listed(ClockState)}{more}"
    times = "`occurred_at` 発生、`detected_at` 覚知、`judged_at` 判断、`grasped_at` 把握、`closed_at` 終結"
    yield f"- 時刻の名前（`times`）: {times}"
    yield ""
    yield "### 断り（`refused`）"
    yield ""
    yield from _table(("名前", "どんなとき"), ((f"`{name}`", REASONS[name]) for name in sorted(REASONS)))
    others = "、".join(f"`{name}`" for name in sorted(REFUSALS - set(REASONS)))
    yield f"ほかの断りは、演習の操作では出ません: {others}"
    yield ""


def _courses() -> Iterator[str]:
    yield "### 段階が始まるとき・終わるとき"
    yield ""
    rows = (
        (stage.label, stage.opens_label, "<br>".join(one.label for one in stage.completes_when))
        for stage in handbook.STAGES
    )
    yield from _table(("段階", "始まるとき", "終わるとき（すべて満たしたとき）"), rows)
    yield "サイバー攻撃ではないと確認して終了した案件では、済んでいない段階（終結を含む）は「対象外」になります。"
    yield "国への連絡の対象でないと判断したときは、厚労省報告が「対象外」になり、任意に報告すると決めれば始まります。"
    yield "判断待ち・判断保留の間は「未着手」です。"
    yield ""


def _clocks() -> Iterator[str]:
    yield "### 計時の起点・長さ・知らせる時"
    yield ""
    rules = {rule.id: rule for rule in rulebook().timings}
    clocks = [rules[clock.rule] for stage in handbook.STAGES for clock in stage.clocks]
    head = ("計時", "名前", "起点", "長さ（製品の目安）", "担当者に知らせる時", "決裁者にも", "厚労省にも")
    yield from _table(head, (_clock(rule) for rule in clocks))
    yield "`authority-ministry-report` は、厚労省報告の段階が始まったときに、把握の日時から計り始めます（それまでは"
    yield "`not_started`）。`judgement-recheck` は、続けて保留と判断しても、初めの保留の判断から計り続けます。"
    yield "起点が「—」のものは、期日を約束した日や希望期限（`promised_on`、`due_on`、`wished_by` など）で計り、"
    yield "期日を書かなければ始まりません（`inquiry-answer` は、希望期限がなければ照会から開庁時間で 8 時間です）。"
    yield "日付だけの期日は、その日の終わり（23:59）までです。"
    yield "始まったときにもう過ぎている計時は、業務の通知に超過と書かれ、「知らせる時」の"
    yield "最初の超過分だけ後に、改めて知らせます。"
    yield ""


def _clock(rule: TimingRule) -> tuple[str, ...]:
    rungs = "、".join(_rung(minutes) for minutes in rule.reminders) or "—"
    start = "—" if rule.length is None else rule.start_event.label
    length = "—" if rule.length is None else length_words(rule)
    ministry = "—" if rule.ministry_from is None else f"{_rung(rule.ministry_from)}から"
    supervisors = "—" if rule.supervisors_from is None else f"{_rung(rule.supervisors_from)}から"
    return f"`{rule.id}`", rule.title, start, length, rungs, supervisors, ministry


def _rung(minutes: int) -> str:
    """「12時間前」「その時」「30分後」."""
    if minutes == 0:
        return "その時"
    return elapsed_words(timedelta(minutes=abs(minutes))) + ("後" if minutes > 0 else "前")


def _stage(stage: Stage) -> tuple[str, ...]:
    papers = [(paper.kind, paper.title) for paper in stage.documents]
    return (
        f"`{stage.key}`",
        stage.label,
        "<br>".join(f"`{task.code}` {task.title}" for task in stage.tasks),
        "<br>".join(f"`{clock.rule}`" for clock in stage.clocks) or "—",
        "<br>".join(f"`{kind}` {title}" for kind, title in papers) or "—",
    )


def _listed(words: Iterable[Any]) -> str:
    return "、".join(f"`{word}` {label_of(word)}" for word in words)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
