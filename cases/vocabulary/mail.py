"""Letters, what became of them, and how a person wants them."""

from __future__ import annotations

from cases.vocabulary.word import Word


class LetterState(Word):
    WRITTEN = "written", "発送待ち"
    SENDING = "sending", "発送中"
    ACCEPTED = "accepted", "送信済"
    DEFERRED = "deferred", "再送待ち"
    REFUSED = "refused", "不達"
    BOUNCED = "bounced", "返送"
    EXPIRED = "expired", "送信断念"
    HELD = "held", "送信停止"
    GATHERED = "gathered", "一日一回の通知にまとめる"
    ON_SCREEN = "on_screen", "画面のお知らせのみ"


class LetterStepKind(Word):
    """What happened to a letter besides being sent, and what was done about it."""

    REFUSED = "refused", "相手のメールサーバが受け取らなかった"
    BOUNCED = "bounced", "受け取られた後に返送された"
    EXPIRED = "expired", "長く受け取られず、送信をやめた"
    HELD = "held", "届かない宛先のため、送らなかった"
    DELAYED = "delayed", "配達が遅れているとの知らせがあった"
    RESENT = "resent", "送り直すことにした"
    REPLAYED = "replayed", "まとめて送り直すことにした"
    TOLD = "told", "電話等で伝えた"
    LIFTED = "lifted", "宛先への送信を再開した"


class PostView(Word):
    """The letters that did not simply arrive, by what is to be done."""

    WAITING = "waiting", "伝えていない"
    PUT_OFF = "put_off", "再送待ち"
    TOLD = "told", "伝え終えた"


class BounceKind(Word):
    """What a message to the bounces' door turned out to be."""

    FAILED = "failed", "不達"
    DELAYED = "delayed", "遅延"
    IGNORED = "ignored", "自動応答・配達済"
    UNCLEAR = "unclear", "読み取れないもの"
    UNKNOWN = "unknown", "当システムの通知でないもの"
    REPEATED = "repeated", "処理済みの通知"


class Informed(Word):
    """How a person wants letters that call for nothing; what must be acted on is always sent at once."""

    NOW = "now", "直ちに送る"
    DIGEST = "digest", "一日一回まとめて送る"
    SCREEN = "screen", "メールでは送らない（画面のお知らせのみ）"


class Recipient(Word):
    """Whom a letter of a case goes to; flows/steps/recipients.py says who that is in a turn."""

    HOLDERS = "holders", "新しい業務の担当"
    NEWLY = "newly", "新しい業務の担当（操作の通知で知る者を除く）"
    ASSIGNED = "assigned", "業務を割り当てられた職員"
    LEAD = "lead", "案件の担当"
    DESK = "desk", "案件の担当（いなければ決裁者）"
    ASKER = "asker", "相談した職員"
    SUPERVISORS = "supervisors", "決裁者"
    MINISTRY = "ministry", "厚生労働省の窓口"
    OFFERER = "offerer", "移送を申し出た職員"
    RECEIVER = "receiver", "移送の申出を受けた所属"
