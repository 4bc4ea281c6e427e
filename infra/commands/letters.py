"""`renraku letters`: what was not delivered, and putting it back. Exit codes: 0 done, 2 wrong usage."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from sqlalchemy import func, select

from cases.clock import JST, MachineClock
from cases.post.sending_again import AGAIN, Replayed, replay
from cases.records import BounceCount, Letter, SuppressedAddress
from cases.vocabulary import LetterState
from infra.commands.opening import opened
from infra.complaints import Complaint

app = typer.Typer(help="通知の発送の状況と、送り直し", no_args_is_help=True)
FORMS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d")


class WrongWords(Complaint):
    """A moment or a state that cannot be read."""

    exit_code = 2


@app.command("status")
def status() -> None:
    """通知の状態ごとの数、送信を止めている宛先の数、返送の受付の数を示す。"""
    with opened("engine") as engine, engine.connect() as connection:
        states = connection.execute(select(Letter.state, func.count()).group_by(Letter.state)).all()
        stopped = connection.scalar(
            select(func.count()).select_from(SuppressedAddress).where(SuppressedAddress.lifted_at.is_(None))
        )
        bounces = connection.execute(select(BounceCount.kind, func.sum(BounceCount.times)).group_by(BounceCount.kind))
        for state, number in sorted(states, key=lambda row: list(LetterState).index(row[0])):
            typer.echo(f"{state.label}: {number} 通")
        typer.echo(f"送信を止めている宛先: {stopped or 0} 件")
        for kind, number in bounces:
            typer.echo(f"返送の受付（{kind.label}）: {number} 件")


@app.command("replay")
def put_back(
    since: Annotated[str, typer.Option("--since", help="この日時から書かれた通知（例: 2026-11-22 09:00、3h、2d）")],
    until: Annotated[str, typer.Option("--until", help="この日時より前に書かれた通知")] = "",
    states: Annotated[
        str, typer.Option("--states", help="refused（不達）、expired（送信断念）、deferred（再送待ち）")
    ] = "refused,expired,deferred",
    dry: Annotated[bool, typer.Option("--dry-run", help="数えるだけで、送り直さない")] = False,
) -> None:
    """届かなかった通知を、同じ番号（Message-ID）のまま発送待ちに戻す。受け取られた通知は二度送らない。"""
    now = MachineClock().now()
    from_, to = moment(since, now), moment(until, now) if until else None
    with opened("engine") as engine:
        done = replay(engine, from_, to, _states(states), now, dry=dry)
    for line in told(done, dry=dry):
        typer.echo(line)


def told(done: Replayed, *, dry: bool) -> list[str]:
    """The result in sentences."""
    total = sum(done.put_back.values())
    by = "、".join(f"{state.label} {number}" for state, number in sorted(done.put_back.items())) or "なし"
    lines = [f"{'送り直すことになる' if dry else '発送待ちに戻した'}通知: {total} 通（{by}）。案件 {done.cases} 件。"]
    if done.stopped:
        lines.append(
            f"宛先のために戻さない通知: {done.stopped} 通。"
            "「届いていない通知」の画面で宛先を改めるか、送信を再開してください。"
        )
    return lines


def moment(text: str, now: datetime) -> datetime:
    """A moment in Japan, or a span before now: 30m, 3h, 2d. Raises WrongWords."""
    units = {"m": "minutes", "h": "hours", "d": "days"}
    if text[-1:] in units and re.fullmatch("[0-9]{1,4}", text[:-1]):
        return now - timedelta(**{units[text[-1]]: int(text[:-1])})
    for form in FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=JST).astimezone(UTC)
        except ValueError:
            continue
    raise WrongWords(f"「{text}」を日時として読めません。2026-11-22 09:00 や 3h（3時間前）のように書いてください。")


def _states(text: str) -> tuple[LetterState, ...]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    if wrong := [word for word in words if word not in AGAIN]:
        known = "、".join(AGAIN)
        raise WrongWords(f"「{'、'.join(wrong)}」は送り直せる状態ではありません。{known} から選んでください。")
    return tuple(LetterState(word) for word in words)
