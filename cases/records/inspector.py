"""医療監視員 of an authority, their certificates, what was lost of them, and the authority's own days of practice.

R-119 (only appointees, validity dates), R-342 (certificate register), R-201 (loss), R-340 (parameters).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cases.records.base import Base, word_column
from cases.vocabulary import CertificateState


class Inspector(Base):
    """An appointee, known by office. `ended_on`: the last day of an appointment that was ended early."""

    __tablename__ = "inspector"
    __table_args__ = (
        UniqueConstraint("authority_code", "appointment_number"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), index=True)
    office: Mapped[str]
    appointment_number: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_reason: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    certificates: Mapped[list[InspectorCertificate]] = relationship(
        lazy="raise", order_by="InspectorCertificate.id", back_populates="inspector"
    )


class InspectorCertificate(Base):
    """身分を示す証明書. A replacement is a new row; the lost one stays in the register."""

    __tablename__ = "inspector_certificate"
    __table_args__ = (UniqueConstraint("authority_code", "number"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    inspector_id: Mapped[int] = mapped_column(ForeignKey("inspector.id"), index=True)
    number: Mapped[str]
    issued_on: Mapped[date]
    valid_to: Mapped[date | None]
    state: Mapped[CertificateState] = mapped_column(
        word_column(CertificateState, "state"), default=CertificateState.IN_USE
    )
    inspector: Mapped[Inspector] = relationship(lazy="raise", back_populates="certificates")


class LossReport(Base):
    """Loss or theft of a certificate, with the contact to the police (P-C5, P-C6)."""

    __tablename__ = "loss_report"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), index=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("inspector_certificate.id"))
    lost_at: Mapped[datetime]
    lost_approx: Mapped[bool] = mapped_column(default=False)
    circumstances: Mapped[str]
    police_at: Mapped[datetime | None]
    police_station: Mapped[str] = mapped_column(default="")
    police_reference: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]


class InspectionPractice(Base):
    """An authority's own days; a blank one means that no date is printed and no clock runs."""

    __tablename__ = "inspection_practice"
    __table_args__ = (
        CheckConstraint(
            "notice_lead_days BETWEEN 0 AND 365 AND result_notice_days BETWEEN 0 AND 365 "
            "AND plan_due_days BETWEEN 0 AND 365 AND reinspection_days BETWEEN 0 AND 1825",
            name="days",
        ),
    )

    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), primary_key=True)
    notice_lead_days: Mapped[int | None]
    result_notice_days: Mapped[int | None]
    plan_due_days: Mapped[int | None]
    reinspection_days: Mapped[int | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
