"""What is entered into the register of 医療監視員, and an authority's own days: the facts of these deeds."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from cases.procedure import LONG, Facts, When, moment


class Appointment(Facts):
    """R-119: an appointee with the first certificate."""

    office: str = Field(title="所属・職名", min_length=1, max_length=120, description="氏名は書かないでください")
    appointment_number: str = Field(title="任命番号", min_length=1, max_length=60)
    valid_from: date = Field(title="任命の日")
    valid_to: date | None = Field(default=None, title="任期の末日", description="定めがないときは空欄")
    certificate_number: str = Field(default="", title="身分を示す証明書の番号", max_length=60)
    issued_on: date | None = Field(default=None, title="証明書の交付日", description="空欄のときは任命の日")
    certificate_to: date | None = Field(default=None, title="証明書の有効期限", description="定めがないときは空欄")


class AppointmentEnded(Facts):
    inspector: int = Field(title="医療監視員", ge=1)
    ended_on: date = Field(title="任命の最後の日")
    reason: str = Field(title="理由", min_length=1, max_length=400)


class CertificateIssued(Facts):
    """A further or replacing certificate; one still in use is noted as handed back."""

    inspector: int = Field(title="医療監視員", ge=1)
    number: str = Field(title="証明書の番号", min_length=1, max_length=60)
    issued_on: date = Field(title="交付日")
    valid_to: date | None = Field(default=None, title="有効期限", description="定めがないときは空欄")


class CertificateLost(Facts):
    """P-C5, P-C6: the loss, and when and where the police was told."""

    inspector: int = Field(title="医療監視員", ge=1)
    lost_at: When = moment("紛失・盗難の日時（分かった日時）")
    lost_approx: bool = Field(default=False, title="おおよその時刻")
    circumstances: Annotated[str, LONG] = Field(title="状況", min_length=1)
    police_at: When | None = Field(default=None, title="警察に届け出た日時", description="まだのときは空欄")
    police_station: str = Field(default="", title="届け出た警察署", max_length=120)
    police_reference: str = Field(default="", title="受理番号", max_length=60)


class PoliceTold(Facts):
    """The report to the police, where it came after the loss was entered."""

    loss: int = Field(title="紛失・盗難の記録", ge=1)
    police_at: When = moment("警察に届け出た日時")
    police_station: str = Field(title="届け出た警察署", min_length=1, max_length=120)
    police_reference: str = Field(default="", title="受理番号", max_length=60)


class PracticeDays(Facts):
    """R-340. Blank: no date is printed, no clock runs."""

    notice_lead_days: int | None = Field(
        default=None, ge=0, le=365, title="事前通知（日）", description="予定日の何日前までに知らせるか"
    )
    result_notice_days: int | None = Field(
        default=None, ge=0, le=365, title="結果の通知（日）", description="実施から何日以内に知らせるか"
    )
    plan_due_days: int | None = Field(
        default=None, ge=0, le=365, title="改善計画の提出（日）", description="求めてから何日以内に出してもらうか"
    )
    reinspection_days: int | None = Field(
        default=None, ge=0, le=1825, title="再検査・確認（日）", description="改善計画の了承から何日以内に確かめるか"
    )
