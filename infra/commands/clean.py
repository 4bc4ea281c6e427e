"""For `make clean`: a practice installation's data goes; a real one's is never touched."""

import shutil
from pathlib import Path

from infra.commands.up import PRACTICE_MARK, alone
from infra.running.postgres import Cluster
from infra.settings import load


def forget_practice_data(data_dir: Path) -> str:
    """Value: a Japanese sentence about what was done. Errors: CannotStart when it is running."""
    if not data_dir.is_dir():
        return ""
    if not (data_dir / PRACTICE_MARK).exists():
        return f"{data_dir} は演習用と記録されていないので、消していません。"
    with alone(load().model_copy(update={"data_dir": data_dir})):
        Cluster(data_dir).destroy()
        shutil.rmtree(data_dir)
    return f"演習用のデータ（{data_dir}）を消しました。"
