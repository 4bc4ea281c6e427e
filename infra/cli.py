"""`renraku`: the one command of the installation. People's mistakes get a sentence, never a stack trace."""

import importlib
import sys

import typer

from infra.commands.usage import file_trouble, in_japanese, sentence, speak_japanese
from infra.complaints import Complaint

app = typer.Typer(
    help="連絡（Renraku）— 医療機関のサイバー攻撃に係る連絡業務",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
# Written in rooms of their own; imported only when they are asked for, so that `renraku up` starts fast.
ROOMS = {
    "admin": ("infra.commands.admin", "利用者の登録"),
    "database": ("infra.commands.database", "自前の PostgreSQL を使うときの準備と確認"),
    "exercise": ("infra.commands.exercise", "演習（シナリオの再生と確認）"),
    "registry": ("infra.commands.registry", "医療機関等の登録簿（公表データの取込み、所管の変更）"),
    "rules": ("infra.commands.rules", "定め（規則集）の確認"),
    "handbook": ("infra.commands.handbook", "手引き（段階図と説明書）の作成"),
    "trail": ("infra.commands.trail", "記録の連鎖の確認"),
    "poster": ("infra.commands.poster", "院内掲示（医療機関等ごと、又は自治体の管内すべて）の書き出し"),
    "letters": ("infra.commands.letters", "通知の発送の状況と、届かなかった通知の送り直し"),
    "paper": ("infra.commands.paper", "公文書の書き出しと、番号の形の設定"),
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


def main() -> None:
    """The console script. Exit codes: 0 done, 1 failed, 2 wrong settings or usage, 130 interrupted."""
    speak_japanese()
    try:
        for word, (module, told) in ROOMS.items():
            if word in sys.argv[1:2]:
                app.add_typer(importlib.import_module(module).app, name=word, help=told)
            else:
                app.add_typer(typer.Typer(help=told), name=word)
        code = in_japanese(typer.main.get_command(app))(prog_name="renraku", standalone_mode=False)
    except typer.TyperException as error:
        if told := sentence(error):
            typer.echo(told, err=True)
        sys.exit(2)
    except Complaint as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        if error.filename is None:
            raise
        typer.echo(file_trouble(error), err=True)
        sys.exit(1)
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("中断しました。", err=True)
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
