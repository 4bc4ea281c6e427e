"""`renraku poster FACILITY -o FILE`, `renraku poster --authority CODE -o FILE`: the poster as PDF or zip."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session
from typer.core import TyperGroup

from cases.clock import MachineClock, jst_day
from cases.errors import Refused
from cases.posters import press, standing
from cases.posters.batches import PART
from cases.posters.sheet import page
from cases.records import Authority, Facility, PosterPrint
from cases.rulebook import living
from infra.commands.opening import opened
from infra.complaints import Complaint
from infra.settings import settings

MOST_IN_ONE = 2000
"""Posters in one PDF: more take too much memory at once, and a zip of parts is offered."""
BY = "管理者（コマンド）"


class _OneCommand(TyperGroup):
    """`renraku poster …` is the command itself."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args if args[:1] in (["--help"], ["-h"]) else ["print", *args])


app = typer.Typer(help="院内掲示の書き出し", cls=_OneCommand)


@app.callback()
def _room() -> None:
    """院内掲示（サイバー攻撃を受けた場合の対応について）を PDF で書き出す。"""


@app.command("print")
def print_posters(
    output: Annotated[Path, typer.Option("-o", "--output", help="書き出す先（.pdf、多いときは .zip）")],
    facility: Annotated[str, typer.Argument(metavar="医療機関等", help="名称又は公表データのID")] = "",
    authority: Annotated[str, typer.Option("--authority", help="団体コード（6 桁）。管内すべてを書き出す")] = "",
    named: Annotated[bool, typer.Option("--name/--no-name", help="医療機関等の名称を入れる")] = True,
) -> None:
    """一つの医療機関等の掲示、又は自治体の管内すべての掲示を、今日の連絡先で書き出す。"""
    if bool(facility) == bool(authority):
        raise Complaint("医療機関等の名称か --authority のどちらか一方を指定してください。")
    now = MachineClock().now()
    try:
        with opened("engine") as engine, Session(engine) as session, session.begin():
            living.bring_up_to_date(session)
            ids = _of_authority(session, authority) if authority else [_named(session, facility)]
            done = _write(session, ids, output, jst_day(now), now, named=named)
    except Refused as refused:
        from ui import texts

        raise Complaint(texts.sentence(refused)) from None
    typer.echo(f"{output} に {done:,} 件の院内掲示を書き出しました。")


def _of_authority(session: Session, code: str) -> list[int]:
    if session.get(Authority, code) is None:
        raise Complaint(f"団体コード {code} の自治体は登録されていません。")
    found = session.scalars(
        select(Facility.id)
        .where(Facility.authority_code == code, ~Facility.unidentified, Facility.delisted_on.is_(None))
        .order_by(Facility.municipality_code, Facility.name, Facility.id)
    ).all()
    if not found:
        raise Complaint(f"団体コード {code} の管内に、登録された医療機関等はありません。")
    return list(found)


def _named(session: Session, words: str) -> int:
    query = select(Facility.id, Facility.name, Facility.municipality_name).where(
        (Facility.name == words) | (Facility.registry_id == words), ~Facility.unidentified
    )
    found = session.execute(query.order_by(Facility.id).limit(10)).all()
    if not found:
        raise Complaint(f"「{words}」は登録されていません。名称を確かめてください。")
    if len(found) > 1:
        said = "、".join(f"{one.name}（{one.municipality_name}）" for one in found)
        raise Complaint(f"「{words}」は一つに決まりません: {said}。公表データのID（13桁）で指定してください。")
    return int(found[0].id)


def _write(session: Session, ids: list[int], output: Path, day: date, now: datetime, *, named: bool) -> int:
    if output.suffix.lower() == ".zip":
        with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
            for seq, pdf in enumerate(_parts(session, ids, day, now, PART, named=named), start=1):
                archive.writestr(f"院内掲示_{seq:04d}.pdf", pdf)
    elif len(ids) > MOST_IN_ONE:
        raise Complaint(f"{len(ids):,} 件を一つの PDF にはできません。-o に .zip の名前を付けてください。")
    else:
        output.write_bytes(next(_parts(session, ids, day, now, MOST_IN_ONE, named=named)))
    return len(ids)


def _parts(session: Session, ids: list[int], day: date, now: datetime, size: int, *, named: bool) -> Iterator[bytes]:
    practice = settings().practice
    for at in range(0, len(ids), size):
        some = ids[at : at + size]
        known = standing.facts_of(session, some)
        codes = dict(session.execute(select(Facility.id, Facility.authority_code).where(Facility.id.in_(some))).all())
        pages = {n: page(known[n], day, named=named, practice=practice) for n in some}
        rows = [standing.print_row(n, codes[n], known[n], pages[n], day, BY, now) for n in some]
        session.execute(PosterPrint.__table__.insert(), rows)  # type: ignore[attr-defined]
        yield press.print_posters(list(pages.values()), day)
