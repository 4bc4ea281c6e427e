"""The practice data: offices, officers, facilities and three public incidents at different points.

Laid out once, when the database holds no officers. The one practice password is made at that moment and kept in
the data folder (0600), in no code and no log. Letters of the seed wait in the outbox for the engine to post.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from cases import system
from cases.clock import MachineClock, jst_day
from cases.clocks import sweep
from cases.handbook import stage
from cases.office.sign_in import hash_password
from cases.records import MINISTRY_CODE, Authority, Officer
from cases.vocabulary import FacilityKind, Role, StageKey
from flows import world
from flows.programmes import PROGRAMMES
from infra.exercises import check
from infra.exercises.cast import MINISTRY, Cast, Member, authority, default_staff
from infra.exercises.ground import ROLES, Ground
from infra.exercises.player import Played, Player
from infra.exercises.scenario import FacilityPart, Scenario, VendorPart
from infra.settings import PROJECT, Settings, settings

log = logging.getLogger("renraku.practice")
PASSWORD_FILE = "practice-sign-in.txt"
SCENARIOS = PROJECT / "tests" / "scenarios" / "exercises"
OFFICES = {
    "徳島県": "tokushima",
    "奈良県": "nara",
    "大阪市": "osaka-shi",
    "大阪府": "osaka-fu",
    "宮城県": "miyagi",
    "千代田区": "chiyoda",
}
LOGINS = {"担当1": "1", "担当2": "2", "課長": "kacho", "医療監視員": "kanshi"}
INCIDENTS = (
    ("s1_uda.toml", "立入検査の実施", timedelta(days=21)),
    ("s3_osaka.toml", "電子カルテの再開", timedelta(days=4)),
    ("s2_handa.toml", "初日の夜", timedelta(minutes=20)),
)
"""File, the mark of the last step that is played, and how long ago that step lies."""
BATCH = 500

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_FICTIONAL = (
    ("架空みどり診療所", FacilityKind.CLINIC, "徳島市", "徳島県"),
    ("架空あわ歯科医院", FacilityKind.DENTAL_CLINIC, "鳴門市", "徳島県"),
    ("架空すだち助産所", FacilityKind.BIRTH_CENTRE, "阿南市", "徳島県"),
    ("架空うずしお薬局", FacilityKind.PHARMACY, "鳴門市", "徳島県"),
    ("架空剣山介護老人保健施設", FacilityKind.LTC_HEALTH_FACILITY, "美馬市", "徳島県"),
    ("架空吉野川介護医療院", FacilityKind.LTC_MEDICAL_FACILITY, "吉野川市", "徳島県"),
    ("架空阿波地域医療情報連携ネットワーク", FacilityKind.REGIONAL_NETWORK, "徳島市", "徳島県"),
    ("架空検査センター", FacilityKind.OTHER, "徳島市", "徳島県"),
    ("架空大和病院", FacilityKind.HOSPITAL, "橿原市", "奈良県"),
    ("架空なにわ診療所", FacilityKind.CLINIC, "大阪市北区", "大阪府"),
    ("架空千里病院", FacilityKind.HOSPITAL, "池田市", "大阪府"),
    ("架空みやぎ病院", FacilityKind.HOSPITAL, "石巻市", "宮城県"),
    ("架空番町クリニック", FacilityKind.CLINIC, "千代田区", "東京都"),
    ("架空神田薬局", FacilityKind.PHARMACY, "千代田区", "東京都"),
)


def lay_out(mine: Settings) -> None:
    """Fill a database that holds no officers; any other is left alone."""
    if _has_officers(mine):
        return
    now = MachineClock().now()
    scenarios = list(_scenarios(now))
    cast = practice_cast()
    facilities = [one for scenario in scenarios for one in scenario.facility] + fictional_facilities()
    with Ground({role: mine.role_url(role) for role in ROLES}) as ground:
        ground.lay_out(cast, facilities, jst_day(now), hash_password(_new_password(mine.data_dir)))
        for scenario in scenarios:
            _play(ground, cast, scenario, mine.base_url, now)


def sign_in_list() -> str:
    """Who may sign in for practice, as a table for the terminal; empty in a real installation."""
    mine = settings()
    if not mine.practice:
        return ""
    rows = [("利用者ID", "所属", "役割"), *_people(mine)]
    widths = [max(_width(row[n]) for row in rows) for n in range(2)]
    lines = [f"  {_padded(a, widths[0])}  {_padded(b, widths[1])}  {c}" for a, b, c in rows]
    return "\n".join([*lines, f"  パスワード（全員共通）: {password(mine.data_dir)}"]) + "\n"


def password(data_dir: Path) -> str:
    """The practice password of this data folder, or where it was when the file is gone."""
    try:
        return (data_dir / PASSWORD_FILE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return f"（{data_dir / PASSWORD_FILE} がありません。make clean でやり直せます）"


def practice_cast() -> Cast:
    """The default staff of every practice office, with logins that can be typed: tokushima-1, tokushima-kacho."""
    cast = Cast()
    for name, word in OFFICES.items():
        staff = [_member(one, f"{word}-{LOGINS[one.office]}") for one in default_staff(name)]
        cast.staff[authority(name)[0]] = staff
    [one] = default_staff(MINISTRY)
    second = replace(_member(one, "mhlw-2"), office="課長補佐")  # a rule set needs two persons
    cast.staff[MINISTRY_CODE] = [_member(one, "mhlw-1"), second]
    return cast


def fictional_facilities() -> list[FacilityPart]:
    """One of every kind, each with a vendor of its own; none of them exists."""
    return [
        FacilityPart(
            name=name,
            kind=kind,
            municipality=municipality,
            prefecture=prefecture,
            phone=f"000-0001-{n:04d}" if n % 5 else "",
            email=f"shisetsu-{n + 1}@renraku.invalid" if n % 4 else "",
            vendor=(
                VendorPart(
                    company=f"架空{'ABCDEFGHIJKLMN'[n]}システム株式会社",
                    phone=f"000-0000-{n:04d}",
                    person="保守窓口",
                    systems="医療情報システム一式",
                    all_hours=n % 2 == 0,
                ),
            ),
        )
        for n, (name, kind, municipality, prefecture) in enumerate(_FICTIONAL)
    ]


def _member(one: Member, login: str) -> Member:
    return replace(one, login=login, email=f"{login}@renraku.invalid")


def _scenarios(now: datetime) -> Iterator[Scenario]:
    """The incidents up to their points, moved so that their last steps lie as long ago as they should."""
    for file, mark, ago in INCIDENTS:
        if not (SCENARIOS / file).is_file():
            continue
        scenario = check.load(SCENARIOS / file)[0].until(mark)
        last = (now - ago).replace(second=0, microsecond=0)
        kept = [step for step in scenario.step if not step.refused]
        yield scenario.model_copy(update={"step": tuple(kept)}).moved(last - scenario.step[-1].at)


def _play(ground: Ground, cast: Cast, scenario: Scenario, base_url: str, now: datetime) -> None:
    player = Player(ground, cast, scenario, post=False, drain=without_prefect, base_url=base_url)
    played = asyncio.run(_up_to(player, now))
    for event in played.events:
        if event.kind == "refused":
            log.warning(
                "演習用の事案「%s」の操作 %s が断られました: %s", scenario.exercise.title, event.act, event.text
            )


async def _up_to(player: Player, now: datetime) -> Played:
    """The play, and the time since, in which the clocks have spoken."""
    played = await player.play()
    await player.until(now)
    return played


async def without_prefect() -> None:
    """The flows' steps on all pending work, without the seconds that importing Prefect takes. A test compares the
    two.
    """
    here = world.here()
    sweep.sweep(here.database, here.clock.now())
    while keys := system.stages_with_work(here.database):
        for key in sorted(keys, key=list(StageKey).index):
            while work := system.claim(here.database, key, 0, BATCH):
                system.take_turn(
                    here.database, here.clock, stage(key), work, PROGRAMMES[key], here.sender, direct=False
                )


def _has_officers(mine: Settings) -> bool:
    engine = create_engine(mine.role_url("owner"))
    try:
        with engine.connect() as connection:
            return bool(connection.scalar(select(func.count()).select_from(Officer)))
    finally:
        engine.dispose()


def _people(mine: Settings) -> list[tuple[str, str, str]]:
    engine = create_engine(mine.role_url("owner"))
    try:
        with Session(engine) as session:
            rows = session.execute(
                select(Officer, Authority.name)
                .join(Authority, Authority.code == Officer.authority_code)
                .where(Officer.active)
                .order_by(Officer.id)
            )
            return [(o.login, f"{name} {o.office}", "・".join(Role(r).label for r in o.roles)) for o, name in rows]
    finally:
        engine.dispose()


def _new_password(data_dir: Path) -> str:
    """Sixteen letters in four groups (79 bits), written where only its owner reads."""
    new = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    data_dir.mkdir(parents=True, exist_ok=True)
    file = os.open(data_dir / PASSWORD_FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as stream:
        os.fchmod(stream.fileno(), 0o600)
        stream.write(new + "\n")
    return new


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in "FWA" else 1 for mark in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
