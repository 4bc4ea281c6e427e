"""What is asked of an officer about a circular: one model for the form, the desk and the complaints."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from cases.procedure import FUTURE, LONG, Facts, When
from cases.vocabulary import Channel, CircularKind, FacilityKind, SendingWay, Urgency

NOTICE, ALERT = "周知を起案する", "注意喚起を起案する"
TELL, ADDRESS, ISSUE, REMIND = "伝達を記録する", "メールアドレスを登録して送る", "発出する", "確認のない宛先に再度送る"
APPROVE, DROP = "決裁する", "取りやめる"
WITHDRAW, CORRECT = "取り消す", "訂正版を起案する"
OTHERWISE, SHEETS = "FAX・郵送・団体による送付を記録する", "送り状と回答票を作る"
ADDRESSEE = "各医療機関等の長　様"


class CircularFacts(Facts):
    """周知. `edition`: the guideline's rule set; `kinds`, `municipalities` (codes): empty is all."""

    kind: CircularKind = Field(title="種類")
    subject: str = Field(title="件名", min_length=1, max_length=200)
    urgency: Urgency = Field(default=Urgency.ORDINARY, title="緊急度")
    threat: Annotated[str, LONG] = Field(default="", title="脅威の内容")
    measures: Annotated[str, LONG] = Field(default="", title="求める対策")
    body: Annotated[str, LONG] = Field(default="", title="前文", description="空欄のときは、決まった文を載せます")
    edition: str = Field(title="ガイドラインの版", min_length=1)
    kinds: tuple[FacilityKind, ...] = Field(default=(), title="宛先の種別", description="選ばないときは、すべて")
    municipalities: tuple[str, ...] = Field(
        default=(), title="宛先の市区町村", description="管内から選びます。選ばないときは、管内すべて"
    )
    beds_least: int | None = Field(
        default=None,
        title="病床数（以上）",
        description="病床数で絞ると、病床数の分からない医療機関等は宛先に入りません",
        ge=0,
    )
    beds_most: int | None = Field(default=None, title="病床数（以下）", ge=0)
    addressee: str = Field(default="", title="宛先の書き方", description=f"空欄のときは「{ADDRESSEE}」", max_length=200)
    send_at: Annotated[When | None, FUTURE] = Field(
        default=None,
        title="送信の日時",
        description="空欄のときは、発出するとすぐに送ります",
    )
    confirm_by: date | None = Field(
        default=None,
        title="確認の目安の日",
        description="決めると、その日を過ぎて確認のない宛先に、定時の処理が一度だけ再度送ります（回答の義務はありません）",
    )


class AlertFacts(CircularFacts):
    """注意喚起: the threat and the measures must be said."""

    urgency: Urgency = Field(title="緊急度")
    threat: Annotated[str, LONG] = Field(
        title="脅威の内容",
        min_length=1,
        description="被害を受けた医療機関等の名称は、その同意がない限り書きません",
    )
    measures: Annotated[str, LONG] = Field(title="求める対策", min_length=1)


class IssueFacts(Facts):
    bypass_reason: str = Field(
        default="",
        title="決裁前に発出する理由（至急の注意喚起だけ）",
        description="決裁を待てない緊急のときだけ記入します。記録に残ります",
        max_length=1000,
    )


class TellFacts(Facts):
    channel: Channel = Field(title="手段")
    told_at: When = Field(title="伝えた日時")
    note: str = Field(default="", title="相手（部署・役職）・備考", max_length=300)


class AddressFacts(Facts):
    email: str = Field(
        title="メールアドレス（部署のもの）",
        min_length=3,
        max_length=200,
        pattern=r"^[^@\s]+@[^@\s]+$",
        description="医療機関等の登録にも残ります",
    )


class WithdrawFacts(Facts):
    reason: Annotated[str, LONG] = Field(
        title="取り消す理由",
        description="宛先への通知と、医療機関等のページに載ります。個人情報や、医療機関等の名称は書きません",
        min_length=1,
        max_length=500,
    )


class OtherwiseFacts(Facts):
    """FAX, post or an association, for many at once. `kinds`, `municipalities` (codes): empty is all."""

    way: SendingWay = Field(title="送り方")
    sent_at: When = Field(title="送った日時")
    note: str = Field(
        default="",
        title="団体の名称・備考",
        description="団体を通じて送ったときは、団体の名称を書きます",
        max_length=200,
    )
    kinds: tuple[FacilityKind, ...] = Field(default=(), title="種別", description="選ばないときは、すべて")
    municipalities: tuple[str, ...] = Field(default=(), title="市区町村", description="選ばないときは、すべて")


FORMS: dict[str, type[Facts]] = {
    NOTICE: CircularFacts,
    ALERT: AlertFacts,
    ISSUE: IssueFacts,
    TELL: TellFacts,
    ADDRESS: AddressFacts,
    WITHDRAW: WithdrawFacts,
    OTHERWISE: OtherwiseFacts,
}
"""Label → model, for the complaints that name a field as the form does."""
