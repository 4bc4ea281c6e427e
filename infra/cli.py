"""`renraku`: the one command of the installation. People's mistakes get a sentence, never a stack trace."""

import importlib
import sys
from typing import Annotated

import typer

from infra.complaints import Complaint

app = typer.Typer(
    help="連絡（Renraku）— 医療機関のサイバー攻撃に係る連絡業務",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
admin = typer.Typer(help="利用者の登録", no_args_is_help=True)
app.add_typer(admin, name="admin")

# Written in rooms of their own; imported only when they are asked for, so that `renraku up` starts fast.
ROOMS = {
    "exercise": ("infra.exercise", "演習（シナリオの再生と確認）"),
    "handbook": ("infra.handbook", "手引き（段階図と説明書）の作成"),
}


@app.command()
def up() -> None:
    """すべてを起動する（データベース、画面、自動処理、Prefect、練習用メール）。終えるには Ctrl-C。"""
    from infra.commands.up import up as bring_up

    bring_up()


@app.command(hidden=True)
def clean() -> None:
    """演習用のデータを消す（make clean が使う）。"""
    from infra.commands.clean import forget_practice_data
    from infra.settings import load

    if said := forget_practice_data(load().data_dir):
        typer.echo(said)


@admin.command("create")
def create(
    login: Annotated[str, typer.Option(prompt="利用者ID", help="サインインに使う利用者ID")],
    name: Annotated[str, typer.Option(prompt="氏名", help="氏名")],
    authority: Annotated[str, typer.Option(prompt="所属の団体コード（6 桁。厚生労働省は mhlw）", help="所属")],
    password: Annotated[
        str,
        typer.Option(prompt="パスワード", hide_input=True, confirmation_prompt=True, help="省けば尋ねます"),
    ],
) -> None:
    """最初の管理者を登録する。"""
    from infra.settings import settings

    officers = importlib.import_module("infra.officers")
    officers.create_admin(settings(), login=login, name=name, authority=authority, password=password)
    typer.echo(f"管理者 {name}（{login}）を登録しました。")


def main() -> None:
    """The console script. Exit codes: 0 done, 1 failed, 2 wrong settings or usage, 130 interrupted."""
    try:
        for word, (module, told) in ROOMS.items():
            if word in sys.argv[1:2]:
                app.add_typer(importlib.import_module(module).app, name=word, help=told)
            else:
                app.add_typer(typer.Typer(help=told), name=word)
        app()
    except Complaint as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("中断しました。", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
