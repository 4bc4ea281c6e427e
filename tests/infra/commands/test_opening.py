"""命令が使うデータベースの接続: 役割のとおりに開き、終われば閉じ、動いていなければ先にすることを示す。"""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from infra.commands.opening import opened
from infra.complaints import Complaint


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("role", ["owner", "engine"])
def test_求めた役割で開き_終われば一つも残さない(role: str) -> None:
    with opened(role) as engine, engine.connect() as connection:
        assert connection.scalar(text("SELECT current_user")) == f"renraku_{role}"
    assert engine.pool.status().startswith("Pool size: 5  Connections in pool: 0")


@pytest.mark.usefixtures("installed")
def test_つながった後の誤りは_そのまま伝わる() -> None:
    with pytest.raises(ProgrammingError), opened("engine") as engine, engine.connect() as connection:
        connection.execute(text("SELECT * FROM no_such_table"))


@pytest.mark.usefixtures("nowhere")
def test_動いていなければ_先にすることを示す() -> None:
    with pytest.raises(Complaint, match="先に別の端末で renraku up を起動してください"), opened("owner") as engine:
        engine.connect()
