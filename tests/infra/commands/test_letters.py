"""`renraku letters`: 届かなかった通知を数え、送り直す。"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, text

from cases.post.sending_again import Replayed
from cases.records import BounceCount
from cases.vocabulary import BounceKind, LetterState
from infra.commands.letters import WrongWords, moment, told
from tests.a_case import Case
from tests.house import House
from tests.infra.conftest import Renraku

NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def states(house: House) -> Counter[str]:
    with house.owner.connect() as connection:
        return Counter(connection.execute(text("SELECT state FROM letter")).scalars())


@pytest.fixture
def refused(installed: House) -> House:
    """二人への通知を、メールサーバーがすべて断った後."""
    Case.opened(installed)
    with installed.owner.begin() as connection:
        connection.execute(text("UPDATE letter SET state = 'refused', written_at = '2021-10-31T00:00+09:00'"))
        for day, times in (("2021-10-31", 3), ("2021-11-01", 2)):
            connection.execute(insert(BounceCount).values(day=day, kind=BounceKind.UNCLEAR, times=times))
    return installed


def test_状況は状態ごとの数と_返送の数を示す(refused: House, renraku: Renraku) -> None:
    number = states(refused)["refused"]
    assert number > 1
    assert renraku("letters status") == (
        0,
        f"不達: {number} 通\n送信を止めている宛先: 0 件\n返送の受付（読み取れないもの）: 5 件\n",
        "",
    )


def test_数えるだけなら何も変わらず_送り直せば発送待ちに戻る(refused: House, renraku: Renraku) -> None:
    number = states(refused)["refused"]
    dry = renraku('letters replay --since "2021-10-31 00:00" --dry-run')
    assert dry.printed == f"送り直すことになる通知: {number} 通（不達 {number}）。案件 1 件。\n"
    assert states(refused) == {"refused": number}
    done = renraku("letters replay --since 2021-10-31")
    assert done.printed == f"発送待ちに戻した通知: {number} 通（不達 {number}）。案件 1 件。\n"
    assert states(refused) == {"written": number}
    assert renraku("letters replay --since 2021-10-31").printed.startswith("発送待ちに戻した通知: 0 通（なし）")


def test_範囲の外と_選ばない状態は送り直さない(refused: House, renraku: Renraku) -> None:
    for words in ("--since 2021-11-01", "--since 2021-10-30 --until 2021-10-31", "--since 2021-10-31 --states expired"):
        assert "0 通" in renraku(f"letters replay {words}").printed
    assert set(states(refused)) == {"refused"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "--since きのう",
            "「きのう」を日時として読めません。2026-11-22 09:00 や 3h（3時間前）のように",
        ),
        (
            "--since 3h --states accepted,refused",
            "「accepted」は送り直せる状態ではありません。refused、",
        ),
        ("--since 3h --until 2026-13-01", "「2026-13-01」を日時として読めません。"),
    ],
)
@pytest.mark.usefixtures("installed")
def test_読めない指定は直し方を示し_2で終わる(renraku: Renraku, words: str, told: str) -> None:
    shown = renraku(f"letters replay {words}")
    assert (shown.code, shown.printed) == (2, "")
    assert told in shown.aside


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("30m", NOON - timedelta(minutes=30)),
        ("3h", NOON - timedelta(hours=3)),
        ("2d", NOON - timedelta(days=2)),
        ("2026-11-22", datetime(2026, 11, 21, 15, 0, tzinfo=UTC)),
        ("2026-11-22 09:00", datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
        ("2026-11-22T09:00", datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
    ],
)
def test_日時は日本の時刻か_今からの間で書く(words: str, meant: datetime) -> None:
    assert moment(words, NOON) == meant


@pytest.mark.parametrize("words", ["", "h", "-3h", "3w", "22/11/2026", "99999999999d"])
def test_日時でないものは断る(words: str) -> None:
    with pytest.raises(WrongWords):
        moment(words, NOON)


def test_宛先のために戻さない通知は_画面での直し方を添える() -> None:
    lines = told(Replayed(Counter({LetterState.EXPIRED: 2, LetterState.REFUSED: 1}), stopped=4, cases=2), dry=False)
    assert lines[0].startswith("発送待ちに戻した通知: 3 通（")
    assert lines[1].startswith("宛先のために戻さない通知: 4 通。「届いていない通知」の画面で")


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("words", ["letters status", "trail verify", "paper intake --authority 360007 -o x.pdf"])
def test_データベースが動いていなければ_先にすることを示す(renraku: Renraku, words: str) -> None:
    shown = renraku(words)
    assert (shown.code, shown.printed) == (1, "")
    assert shown.aside == "データベースにつながりません。先に別の端末で renraku up を起動してください。\n"
