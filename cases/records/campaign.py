"""Campaigns: another ministry's request passed on to authorities, item by item, until its event is over (R-180…R-207).

The status of the items is our own control: the request asks for no reply (R-208).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cases.records.base import Base, word_column
from cases.vocabulary import ItemMode, ItemPart, MeasureState


class Campaign(Base):
    """The letter that came in, the event's days apart from the days in which the measures apply, and what is asked."""

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("event_to >= event_from", name="event"),
        CheckConstraint("campaign_to >= campaign_from", name="period"),
        Index("ix_campaign_next_at", "next_at", postgresql_where="next_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    source_number: Mapped[str]
    source_date: Mapped[date]
    source_sender: Mapped[str]
    source_recipient: Mapped[str]
    source_subject: Mapped[str]
    seal_omitted: Mapped[bool]
    background: Mapped[str]
    threats: Mapped[list[str]]
    protected: Mapped[list[str]]
    title: Mapped[str]
    cover: Mapped[str]
    contact: Mapped[str]
    event_from: Mapped[date]
    event_to: Mapped[date]
    tentative: Mapped[bool]
    """The event's days are 予定."""
    campaign_from: Mapped[date]
    campaign_to: Mapped[date]
    reminder_days: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    sent_by: Mapped[str]
    sent_at: Mapped[datetime]
    practice: Mapped[bool]
    copied_from: Mapped[str] = mapped_column(default="")
    rungs_since: Mapped[datetime]
    """When it was sent or its event moved: rungs before that were told by that letter."""
    rung_said_at: Mapped[datetime | None]
    """The moment of the last rung said for the present days of the event."""
    next_at: Mapped[datetime | None]
    """When it speaks next; None once the closing summary is written."""
    summed_up_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    items: Mapped[list[CampaignItem]] = relationship(lazy="raise", order_by="CampaignItem.position")
    addressees: Mapped[list[CampaignAddressee]] = relationship(
        back_populates="campaign", lazy="raise", order_by="CampaignAddressee.authority_code"
    )


class CampaignItem(Base):
    """`source` names the item of the request that it comes from; empty for one that was added. Append-only by GRANT."""

    __tablename__ = "campaign_item"
    __table_args__ = (UniqueConstraint("campaign_id", "position"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    position: Mapped[int]
    part: Mapped[ItemPart] = mapped_column(word_column(ItemPart, "part"))
    source: Mapped[str]
    text: Mapped[str]
    mode: Mapped[ItemMode] = mapped_column(word_column(ItemMode, "mode"))


class CampaignAddressee(Base):
    """One authority that was asked, and the letter that the engine still owes it."""

    __tablename__ = "campaign_addressee"
    __table_args__ = (
        UniqueConstraint("campaign_id", "authority_code"),
        UniqueConstraint("id", "authority_code"),
        Index("ix_campaign_addressee_authority_code", "authority_code"),
        Index("ix_campaign_addressee_owed", "id", postgresql_where="letter_owed <> ''"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    letter_owed: Mapped[str] = mapped_column(default="campaign_asked")
    """The letter that the engine has to write; empty when it is written."""
    owed_at: Mapped[datetime]
    campaign: Mapped[Campaign] = relationship(back_populates="addressees", lazy="raise")
    statuses: Mapped[list[CampaignStatus]] = relationship(lazy="raise", order_by="CampaignStatus.id")


class CampaignStatus(Base):
    """What an authority said of an item, and who, when; the last one counts. Append-only by GRANT."""

    __tablename__ = "campaign_status"
    __table_args__ = (
        ForeignKeyConstraint(
            ["addressee_id", "authority_code"], ["campaign_addressee.id", "campaign_addressee.authority_code"]
        ),
        CheckConstraint("state <> 'not_applicable' OR note <> ''", name="note"),
        Index("ix_campaign_status_addressee_id", "addressee_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    addressee_id: Mapped[int]
    authority_code: Mapped[str]
    item_id: Mapped[int] = mapped_column(ForeignKey("campaign_item.id"))
    state: Mapped[MeasureState] = mapped_column(word_column(MeasureState, "state"))
    note: Mapped[str]
    said_by: Mapped[str]
    said_at: Mapped[datetime]


class CampaignMove(Base):
    """Days of the event that were changed, or that it was called off, and why. Append-only by GRANT."""

    __tablename__ = "campaign_move"
    __table_args__ = (Index("ix_campaign_move_campaign_id", "campaign_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    what: Mapped[str]
    reason: Mapped[str]
    said_by: Mapped[str]
    said_at: Mapped[datetime]


class CampaignReminder(Base):
    """The ledger: one row per rung and recipient, written with the letter that carries it. `days` before the event's
    first day at that time; 0 is the closing summary. The unique key lets no rung reach a person twice.
    """

    __tablename__ = "campaign_reminder"
    __table_args__ = (
        UniqueConstraint("campaign_id", "event_from", "days", "recipient_id"),
        Index("ix_campaign_reminder_authority_code", "authority_code"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    event_from: Mapped[date]
    days: Mapped[int]
    stands_for: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    planned_at: Mapped[datetime]
    written_at: Mapped[datetime]
    late: Mapped[str]
    recipient_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    recipient_office: Mapped[str]
