"""演習用のデータ: laid out once in an empty practice database; the password is in one file and nowhere else."""

from __future__ import annotations

import asyncio
import logging
import stat
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from cases.clock import MachineClock
from cases.office import sign_in
from cases.records import CaseFile, Facility, HistoryLine, Letter, Officer, PendingWork, StageRecord
from cases.store.connections import connect
from cases.vocabulary import FacilityKind, HistoryKind, LetterState, StageKey, StageState
from infra.exercises import check
from infra.exercises.ground import Ground
from infra.exercises.player import Player
from infra.practice import laying_out
from infra.settings import Settings


@pytest.fixture
def mine(urls: dict[str, str], tmp_path: Path) -> Settings:
    """A practice installation on this test's own database."""
    return Settings(
        _env_file=None,
        data_dir=tmp_path / "data",
        database_url=urls["owner"],
        desk_database_url=urls["desk"],
        ministry_database_url=urls["ministry"],
        engine_database_url=urls["engine"],
        gate_database_url=urls["gate"],
        guest_database_url=urls["guest"],
        prefect_api_url="http://127.0.0.1:9/api",
        practice=True,
    )


def test_空のデータベースに演習用の組織と三つの事案を置く(
    mine: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        laying_out.lay_out(mine)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    owner = create_engine(mine.role_url("owner"))
    with Session(owner) as session:
        logins = set(session.scalars(select(Officer.login)))
        kinds = set(session.scalars(select(Facility.kind)))
        cases = {c.authority_code: c for c in session.scalars(select(CaseFile))}
        states = {
            (code, stage): state
            for code, stage, state in session.execute(
                select(StageRecord.authority_code, StageRecord.stage, StageRecord.state)
            )
        }
        letters = set(session.scalars(select(Letter.state)))
        unfinished = session.scalars(select(PendingWork).where(PendingWork.done_at.is_(None))).all()
    assert {"tokushima-1", "tokushima-2", "tokushima-kacho", "tokushima-kanshi", "mhlw-1"} <= logins
    assert kinds == set(FacilityKind)
    assert set(cases) == {"290009", "360007", "271004"}
    assert all(case.practice and case.closed_at is None for case in cases.values())
    assert states["360007", StageKey.DETECTION] is StageState.OPEN
    assert states["290009", StageKey.INSPECTION] is StageState.OPEN
    assert states["271004", StageKey.REMEDIATION] is StageState.OPEN
    assert letters == {LetterState.WRITTEN}
    assert not unfinished
    now = MachineClock().now()
    assert timedelta(0) < now - cases["360007"].grasped_at < timedelta(hours=2)
    assert timedelta(days=30) < now - cases["271004"].grasped_at < timedelta(days=60)
    _password_lets_in(mine, caplog)
    _sign_in_list(mine, monkeypatch)
    laying_out.lay_out(mine)
    with Session(owner) as session:
        assert len(session.scalars(select(CaseFile.id)).all()) == 3
    owner.dispose()


def _password_lets_in(mine: Settings, caplog: pytest.LogCaptureFixture) -> None:
    file = mine.data_dir / laying_out.PASSWORD_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    password = laying_out.password(mine.data_dir)
    assert len(password) >= 16
    assert password not in caplog.text
    door = connect(mine.gate_database_url)
    assert sign_in.sign_in(door, "tokushima-1", password, MachineClock())
    door.dispose()


def _sign_in_list(mine: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laying_out, "settings", lambda: mine)
    told = laying_out.sign_in_list()
    assert "tokushima-kacho" in told
    assert "徳島県 課長" in told
    assert laying_out.password(mine.data_dir) in told
    monkeypatch.setattr(laying_out, "settings", lambda: mine.model_copy(update={"practice": False}))
    assert laying_out.sign_in_list() == ""


def test_職員のいるデータベースには何も置かない(mine: Settings, urls: dict[str, str]) -> None:
    with Ground(urls) as ground:
        ground.lay_out(laying_out.practice_cast(), [], MachineClock().now().date())
        laying_out.lay_out(mine)
        with Session(ground.owner) as session:
            assert session.scalars(select(CaseFile.id)).all() == []
    assert not (mine.data_dir / laying_out.PASSWORD_FILE).exists()


@pytest.mark.parametrize("drain", [None, laying_out.without_prefect], ids=["flows", "practice"])
def test_演習用データの自動処理はフローと同じことをする(
    urls: dict[str, str], drain: Callable[[], Awaitable[None]] | None
) -> None:
    scenario, cast = check.load(laying_out.SCENARIOS / "s2_handa.toml")
    with Ground(urls) as ground:
        ground.lay_out(cast, scenario.facility, scenario.starts.date())
        asyncio.run(Player(ground, cast, scenario.until("疑いの受付"), post=False, drain=drain).play())
        with Session(ground.owner) as session:
            lines = session.scalars(select(HistoryLine).where(HistoryLine.kind == HistoryKind.ENGINE)).all()
    assert sorted(said for line in lines for said in line.facts["done"]) == EXPECTED


EXPECTED = sorted(
    [
        "「保守会社連絡」を「進行中」にしました",
        "業務「医療機関等に状況を確認する」を担当1に割り当てました（閉庁時の呼出順のため）",
        "業務「四つの判断を行う（攻撃・障害・漏洩・診療への支障）」を担当1に割り当てました（案件の担当のため）",
        "担当1への通知を作成しました",
        "課長への通知を作成しました",
        "「受付票」を下書きしました",
        "「運営部署（団体）・病院を有する市区町村等」としてつるぎ町を関係者に加えました",
        "「都道府県」として徳島県を関係者に加えました",
        "業務「主報告者を決める（自治体立病院）」を担当1に割り当てました（案件の担当のため）",
        "目安「保守会社等への連絡」の計時を始めました",
        "業務「保守会社等への連絡を確認する」を担当1に割り当てました（案件の担当のため）",
        "業務「保守会社等の指示と実施状況を記録する」を担当1に割り当てました（案件の担当のため）",
        "電子カルテ保守会社（演習用）の電話番号は、登録の後、確かめた記録がありません。先に医療機関等に番号を確かめてください",
        "担当1への通知を作成しました",
        "「保守会社等連絡票」を下書きしました",
    ]
)
