"""The Japanese sentence and the HTTP status of every refusal. A refusal without one fails a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cases import errors, handbook
from cases.circulars.facts import FORMS as CIRCULAR_FORMS
from cases.errors import Refused
from cases.exports import lists
from cases.japanese_dates import day_words, jst_words, wareki_and_seireki
from cases.ministry.campaigns.facts import FORMS as CAMPAIGN_FORMS
from cases.ministry.requests import FORMS
from cases.registry import desk
from cases.vocabulary import Ending
from ui.complaints import complaint
from ui.words import past_words

Say = Callable[[Any], str]

FILE_REASONS = {
    "empty": "中身がありません。ファイルを確かめてください。",
    "too_large": "10MB を超えています。分けるか、小さくしてください。",
    "kind": "受け付けるのは PDF、PNG、JPEG、テキスト、CSV、Excel（xlsx）、Word（docx）です。",
    "mismatch": "中身が、名前の示す種類と違います。元のソフトで開き、保存し直してください。",
    "html": "ウェブページや画像の命令を含むテキストは受け付けません。文字だけにしてください。",
    "polyglot": "別の種類のデータが混ざっています。元のソフトで開き、保存し直してください。",
    "active": "マクロ・埋め込み・外部参照を含んでいます。取り除くか、PDF にして提出してください。",
    "disguised": "名前が種類を偽って見せています（二重の拡張子、文字の向きを変える記号）。送った人に確かめてください。",
    "macro": "マクロ付きの形式は受け付けません。マクロのない形式（xlsx・docx）か PDF で保存し直してください。",
    "old": "古い形式の文書です。Excel（xlsx）、Word（docx）か PDF で保存し直してください。",
    "archive": "圧縮ファイルは、パスワードの有無にかかわらず受け付けません。展開して、一つずつ提出してください。",
    "zip_bomb": "展開すると大きすぎます。分けるか、小さくしてください。",
    "locked": "パスワードで保護されています。保護を外して提出してください。",
}
"""Why a file was refused, and the way out."""

OUR_FAULT = "申し訳ありません。システム側の問題で処理できませんでした。入力した内容は保存されていません。"


def sentence(refused: Refused) -> str:
    """What the officer reads, with the way out."""
    return _SENTENCES[type(refused)][1](refused)


def status(refused: Refused) -> int:
    """The HTTP status of the same refusal at the API's door."""
    return _SENTENCES[type(refused)][0]


def known_refusals() -> tuple[type[Refused], ...]:
    """Every refusal that has a sentence."""
    return tuple(_SENTENCES)


def fault(reference: str) -> str:
    """The one sentence for what is our fault; the number leads to the log."""
    return f"{OUR_FAULT}少し待ってからやり直してください。続くときは、照会番号 {reference} を管理者に伝えてください。"


def facts_complaints(refused: errors.BadFacts) -> list[str]:
    """One sentence per field, with the title that stands on the form."""
    acts = {act.label: act.facts for _, act in handbook.all_acts()}
    model = (
        acts.get(refused.act_label)
        or FORMS.get(refused.act_label)
        or CAMPAIGN_FORMS.get(refused.act_label)
        or CIRCULAR_FORMS.get(refused.act_label)
        or desk.model_of(refused.act_label)
        or lists.model_of(refused.act_label)
    )
    return [complaint(model, path, kind, context) for path, kind, context in refused.errors]


def change_words(change: errors.Change) -> str:
    """「10月31日(日) 00:40　徳島県 当番　保守会社等への連絡を記録した」"""
    deed = past_words(change.label) if change.label.endswith(("る", "す")) else change.label
    return f"{jst_words(change.at)}　{change.who}　{deed}"


def _cannot_stand_in(refused: errors.CannotStandIn) -> str:
    days = f"{day_words(refused.from_day, with_year=True)}から{day_words(refused.to_day)}まで"
    why = {
        "oneself": f"{refused.absent}は、自分の代理にはなれません。",
        "overlap": f"{refused.absent}には、{days}の間にほかの代理が登録されています。先にその代理を終えてください。",
        "absent": f"{refused.stand_in}は、{days}の間に不在の日があります。",
        "standing_in": f"{refused.absent}は、{days}の間にほかの職員の代理です。先にその代理を替えてください。",
    }
    return why[refused.why] + ("" if refused.why == "standing_in" else "別の職員又は期間を選んでください。")


def _bad_facts(refused: errors.BadFacts) -> str:
    return "入力を確かめてください。" + "".join(facts_complaints(refused))


def _stale(refused: errors.StaleVersion) -> str:
    what = "、".join(f"「{change.label}」（{change.who}）" for change in refused.changes) or "更新"
    return (
        f"この画面を開いた後に、この案件で次の操作がありました: {what}。"
        "入力した内容は残っています。内容を確かめて、もう一度提出してください。"
    )


def _impossible_time(refused: errors.ImpossibleTime) -> str:
    value = jst_words(refused.value, with_year=True)
    if refused.rule == "future" or refused.other is None:
        return f"「{refused.field_label}」（{value}）が、現在より後になっています。日時を確かめてください。"
    order = "前" if refused.rule == "before" else "後"
    other = jst_words(refused.other, with_year=True)
    return (
        f"「{refused.field_label}」（{value}）が、「{refused.other_label}」（{other}）より{order}になっています。"
        "どちらかの日時を確かめてください。"
    )


def _unknown_facility(refused: errors.UnknownFacility) -> str:
    if refused.candidates:
        return (
            f"「{refused.name}」に当たる医療機関等が複数あります。"
            f"次から選んでください: {'、'.join(refused.candidates)}。"
        )
    return (
        f"「{refused.name}」は、この管轄に登録されていません。"
        "登録のない医療機関等として受け付けるには、種別と市区町村を入力してください。"
    )


def _open_cases(refused: errors.OpenCases) -> str:
    found = "、".join(f"案件 {one.number}（{one.facility}・{one.why}）" for one in refused.candidates)
    return (
        f"同じ事案かもしれない案件が開いています: {found}。その案件を開いて続きを記録してください。"
        "別の事案のときは、「別の案件として受け付ける理由」を記入して受け付けてください。"
    )


def _inspection_power(refused: errors.NoInspectionPower) -> str:
    return (
        f"{refused.facility_kind}は、医療法第25条の立入検査等の対象外です。"
        "任意の調査又は任意の訪問として記録できます。方法を選び直してください。"
    )


def _inspector_not_valid(refused: errors.InspectorNotValid) -> str:
    day = f"{refused.on.year}年{refused.on.month}月{refused.on.day}日"
    return (
        f"「{refused.name}」は、{refused.reason}、{day}の立入検査の従事者にできません。"
        "当日に有効な医療監視員を選ぶか、「医療監視員」の画面で任命と証明書を確かめてください。"
    )


def _still_identifying(refused: errors.StillIdentifying) -> str:
    found = "、".join(f"「{one}」" for one in refused.found)
    return f"事例集に載せる文に、特定につながる記載が残っています: {found}。伏せてから、もう一度掲載してください。"


_SENTENCES: Mapping[type[Refused], tuple[int, Say]] = {
    Refused: (400, lambda r: "この操作はできません。画面を開き直して、もう一度お試しください。"),
    errors.NotFound: (
        404,
        lambda r: f"お探しの{r.what}は見つかりません。番号を確かめるか、一覧から選び直してください。",
    ),
    errors.StaleVersion: (409, _stale),
    errors.UnknownAct: (404, lambda r: f"「{r.name}」という操作はありません。画面を開き直してください。"),
    errors.WrongRole: (
        403,
        lambda r: f"「{r.act_label}」は{'・'.join(r.needed)}が行う操作です。該当する職員に依頼してください。",
    ),
    errors.ActNotOpen: (409, lambda r: f"「{r.act_label}」は今はできません。{''.join(r.missing)}"),
    errors.CaseEnded: (
        409,
        lambda r: (
            f"案件 {r.number} は終了しています（{r.ending or '終結'}）。"
            + (
                "続きは、統合先の案件に記録してください。"
                if r.ending == Ending.MERGED.label
                else "続きがあるときは、先に案件を再開してください。"
            )
        ),
    ),
    errors.BadFacts: (422, _bad_facts),
    errors.ImpossibleTime: (422, _impossible_time),
    errors.UnknownMunicipality: (
        422,
        lambda r: f"「{r.name}」という市区町村は見つかりません。市区町村名を確かめて、選び直してください。",
    ),
    errors.UnknownFacility: (422, _unknown_facility),
    errors.FactNeeded: (422, lambda r: f"「{r.field_label}」を記入してください（{r.when}）。"),
    errors.OpenCases: (409, _open_cases),
    errors.OutsideJurisdiction: (
        422,
        lambda r: f"{r.municipality}の医療機関等は、{r.competent}が受け付けます。{r.competent}に連絡してください。",
    ),
    errors.NoInspectionPower: (422, _inspection_power),
    errors.PaperHasNoSubject: (409, lambda r: f"「{r.paper}」に書く{r.subject}がまだありません。{r.way_out}"),
    errors.PaperIncomplete: (422, lambda r: f"「{r.paper}」には、{'と'.join(r.missing)}が要ります。記入してください。"),
    errors.PaperWithoutAddressee: (
        422,
        lambda r: f"「{r.paper}」の宛先が決まりません。医療機関等の名称を登録するか、宛先を記入してください。",
    ),
    errors.PaperUnprintable: (
        422,
        lambda r: (
            f"{'、'.join(f'{c}（U+{ord(c[0]):04X}）' for c in r.characters)}は、書類の字体にない文字です。"
            + (f"「{'」「'.join(r.places)}」の中にあります。" if r.places else "")
            + "別の文字に書き換えてください。"
        ),
    ),
    errors.InspectorNotValid: (422, _inspector_not_valid),
    errors.StillIdentifying: (422, _still_identifying),
    errors.CannotAssign: (
        422,
        lambda r: f"「{r.task_title}」の担当になれるのは{r.role}です。{r.role}の職員を選んでください。",
    ),
    errors.TaskNotOpen: (
        409,
        lambda r: f"業務「{r.task_title}」は、すでに「{r.state}」です。最新の状況を確かめてください。",
    ),
    errors.FileRefused: (422, lambda r: f"「{r.name}」は受け付けられません。{FILE_REASONS[r.reason]}"),
    errors.NeedsClearing: (
        422,
        lambda r: (
            f"「{r.name}」について: {r.suspicion}。患者の個人情報を取り除くか、"
            "含まないことを確かめた理由を記入して、もう一度提出してください。"
        ),
    ),
    errors.LinkNotValid: (
        404,
        lambda r: (
            "このリンクは使えません。期限が切れたか、取り消されています。"
            "リンクを送った自治体の担当に、新しいリンクを求めてください。"
        ),
    ),
    errors.BadRuleFile: (
        422,
        lambda r: (
            f"{f'{r.line}行目の' if r.line else ''}「{r.entry}」を直してください。{r.reason.rstrip('。')}。"
            "書き方は「ひな形」を見てください。"
        ),
    ),
    errors.CannotSwitchOn: (409, lambda r: r.reason),
    errors.SecondPersonNeeded: (
        403,
        lambda r: (
            f"「{r.title}」は、登録した人とは別の厚生労働省の担当が確定します。別の担当に確認を依頼してください。"
        ),
    ),
    errors.OverlappingDesk: (
        409,
        lambda r: (
            f"「{r.name}」（{wareki_and_seireki(r.effective_from)}から"
            f"{wareki_and_seireki(r.effective_to) if r.effective_to else ''}）と期間が重なります。"
            "最初の日を後にするか、誤った登録を取り消してください。"
        ),
    ),
    errors.NotRetroactive: (
        422,
        lambda r: (
            f"{wareki_and_seireki(r.day)} は過ぎた日です。さかのぼっては適用しません。"
            f"{wareki_and_seireki(r.earliest)} 以後の日を選んでください。"
        ),
    ),
    errors.CannotStandIn: (422, _cannot_stand_in),
    errors.NoDutyDays: (
        422,
        lambda r: (
            f"{day_words(r.from_day, with_year=True)}から{day_words(r.to_day)}までに登録できる開庁日がありません。"
            "始まりと終わりを確かめ、一年以内の期間を選んでください。閉庁日は「閉庁時の呼出順」によります。"
        ),
    ),
    errors.RuleNotAdjustable: (422, lambda r: f"「{r.title}」: {r.reason}"),
    errors.AddressStopped: (
        422,
        lambda r: (
            f"宛先「{r.address}」には送り直せません。{r.reason}。宛先を改めるか、"
            "受信できることを確かめてから「送信を止めている宛先」で再開してください。"
        ),
    ),
    errors.LetterSettled: (
        409,
        lambda r: (
            f"通知「{r.subject}」は、ここからは扱えません。{r.reason}。画面を開き直してください。"
            "リンクの通知は、案件の「関係者」で新しいリンクを発行して送り直せます。"
        ),
    ),
    errors.WrongCredentials: (401, lambda r: "利用者ID又はパスワードが違います。確かめて、もう一度入力してください。"),
    errors.SignInLocked: (
        429,
        lambda r: (
            "続けて間違えたため、この利用者IDでは一時的にサインインできません。"
            f"{jst_words(r.until)} を過ぎてから、もう一度お試しください。"
        ),
    ),
    errors.NotSignedIn: (401, lambda r: "サインインの有効期限が切れました。もう一度サインインしてください。"),
}
