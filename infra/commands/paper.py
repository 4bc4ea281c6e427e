"""`renraku paper KIND CASE -o FILE`: an official paper as PDF; `renraku paper office`: how papers are numbered."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from typer.core import TyperGroup

from cases.clock import MachineClock, jst_day
from cases.errors import Refused
from cases.papers import issuing, press
from cases.papers.catalogue import KINDS
from cases.papers.sheet import Order
from cases.records import CaseFile, Paper, PaperOffice, PaperVoid
from cases.store.loading import load_cases
from cases.vocabulary import NumberYear, PaperKind
from infra.commands.opening import opened
from infra.complaints import Complaint
from infra.settings import settings


class _KindFirst(TyperGroup):
    """`renraku paper inspection_notice 360007-2021-0001 -o x.pdf` means `renraku paper print …`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            args = ["print", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(help="公文書の書き出しと、番号の形の設定", no_args_is_help=True, cls=_KindFirst)
KIND_WORDS = "、".join(f"{kind}（{kind.label}）" for kind in PaperKind)


@app.command("print")
def print_paper(
    kind: Annotated[str, typer.Argument(metavar="種類", help=KIND_WORDS)],
    case: Annotated[str, typer.Argument(metavar="案件番号")],
    output: Annotated[Path, typer.Option("-o", "--output", help="書き出す PDF")],
    about: Annotated[int | None, typer.Option("--about", min=1, help="何番目の報告・立入検査などについてか")] = None,
    content: Annotated[str, typer.Option("--content", help="案の「求める事項・内容」")] = "",
    due: Annotated[datetime | None, typer.Option("--due", formats=["%Y-%m-%d"], help="案の「期日」")] = None,
) -> None:
    """発行した公文書（最も新しいもの）を、発行したときのまま書き出す。

    まだないとき、又は対象・内容・期日を指定したときは「案」を書き出す。
    """
    if kind not in set(PaperKind):
        raise Complaint(f"「{kind}」という種類はありません。使える種類: {KIND_WORDS}。")
    with opened("engine") as engine, Session(engine) as session:
        told, pdf = _print(session, PaperKind(kind), case, about, content, due.date() if due else None)
    output.write_bytes(pdf)
    typer.echo(f"{output} に{told}を書き出しました。")


def _print(
    session: Session,
    kind: PaperKind,
    number: str,
    about: int | None = None,
    content: str = "",
    due: date | None = None,
) -> tuple[str, bytes]:
    case_id = session.scalar(select(CaseFile.id).where(CaseFile.number == number))
    if case_id is None:
        raise Complaint(f"案件 {number} は見つかりません。番号を確かめてください。")
    issued = session.execute(
        select(Paper.number, Paper.pdf)
        .where(Paper.case_id == case_id, Paper.kind == kind)
        .where(~select(PaperVoid.number_id).where(PaperVoid.number_id == Paper.number_id).exists())
        .order_by(Paper.id.desc())
        .limit(1)
    ).one_or_none()
    if issued is not None and not (about or content or due):
        return f"発行済みの{kind.label}（{issued.number}）", bytes(issued.pdf)
    case = load_cases(session, [case_id], lock=False)[0]
    today = jst_day(MachineClock().now())
    order = Order(kind=kind, dated_on=today, about=about, content=content, due_on=due)
    name = kind.label if KINDS[kind].working else f"{kind.label}の案"
    try:
        return name, press.print_pdf(kind, issuing.draft(session, case, order, "担当"))
    except Refused as refused:
        from ui import texts

        raise Complaint(texts.sentence(refused)) from None


@app.command("intake")
def intake(
    authority: Annotated[str, typer.Option("--authority", help="団体コード（6 桁）")],
    output: Annotated[Path, typer.Option("-o", "--output", help="書き出す PDF")],
) -> None:
    """紙の受付票（空欄）を書き出す。情報システムが使えないときのために、あらかじめ印刷して備えておく。"""
    loaded = settings()
    day = jst_day(MachineClock().now())
    try:
        with opened("engine") as engine, Session(engine) as session:
            letter = issuing.blank_intake(session, authority, day, "担当", practice=loaded.practice)
    except AssertionError:
        raise Complaint(f"団体コード {authority} の自治体は登録されていません。") from None
    output.write_bytes(press.print_pdf(PaperKind.INTAKE_FORM, letter))
    typer.echo(f"{output} に紙の受付票（空欄）を書き出しました。")


@app.command("office")
def office(
    authority: Annotated[str, typer.Option("--authority", help="団体コード（6 桁）")],
    number_form: Annotated[
        str, typer.Option("--number-form", help="番号の形。{番号} と {年度} が使える。例 徳医政第{番号}号")
    ] = issuing.ORDINARY_FORM,
    counts_by: Annotated[str, typer.Option("--counts-by", help="fiscal（年度）か calendar（暦年）")] = "fiscal",
    sender: Annotated[str, typer.Option("--sender", help="差出人（例 徳島県知事）")] = "",
    contact: Annotated[str, typer.Option("--contact", help="担当の部署")] = "",
    phone: Annotated[str, typer.Option("--phone", help="担当の電話番号")] = "",
    fax: Annotated[str, typer.Option("--fax", help="担当のＦＡＸ番号")] = "",
) -> None:
    """自治体の文書番号の形と差出人を定める。すでに採った番号は変わらない。"""
    if "{番号}" not in number_form:
        raise Complaint("番号の形には {番号} を入れてください。例 徳医政第{番号}号")
    if counts_by not in set(NumberYear):
        raise Complaint("数え方は fiscal（年度）か calendar（暦年）のどちらかです。")
    try:
        with opened("owner") as engine, Session(engine) as session, session.begin():
            row = dict(
                number_form=number_form,
                counts_by=NumberYear(counts_by),
                sender=sender or issuing.office_of(session, authority).sender,
                contact=contact,
                phone=phone,
                fax=fax,
            )
            put = insert(PaperOffice).values(authority_code=authority, **row)
            session.execute(put.on_conflict_do_update(index_elements=["authority_code"], set_=row))
    except (IntegrityError, AssertionError):
        raise Complaint(f"団体コード {authority} の自治体は登録されていません。") from None
    typer.echo("定めました。")
