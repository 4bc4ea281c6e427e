"""`renraku admin create`: the first officers of a real installation. Passwords are asked for without echo."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Sequence
from typing import Annotated

import typer
from sqlalchemy import create_engine, select
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from cases.office.sign_in import hash_password
from cases.records import MINISTRY_CODE, Authority, Officer
from cases.vocabulary import Role
from infra.complaints import Complaint
from infra.settings import Settings, settings

app = typer.Typer(help="利用者の登録", no_args_is_help=True)

SHORTEST = 12
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}")
_TOO_WELL_KNOWN = ("password", "passw0rd", "qwerty", "renraku", "123456", "administrator", "letmein", "パスワード")


class CannotRegister(Complaint):
    """The officer cannot be registered as told. `lines`: one Japanese sentence for each reason."""

    exit_code = 2

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = list(lines)


@app.command("create")
def create(
    authority: Annotated[
        str, typer.Option("--authority", prompt="所属の団体コード（6 桁。厚生労働省は MHLW）", help="所属の団体コード")
    ],
    login: Annotated[str, typer.Option("--login", prompt="利用者ID", help="サインインに使う利用者ID（半角）")],
    office: Annotated[str, typer.Option("--office", prompt="職名（例 医療政策課 担当）", help="職名。氏名ではない")],
    email: Annotated[str, typer.Option("--email", prompt="通知を受け取るメールアドレス", help="通知の宛先")],
    roles: Annotated[
        str, typer.Option("--roles", help="役割（officer, supervisor, inspector, ministry, admin をコンマで区切る）")
    ] = "officer,supervisor,admin",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="パスワードを標準入力の 1 行目から読む")
    ] = False,
) -> None:
    """利用者を登録する。パスワードは 2 回尋ね、画面に出さない。"""
    wanted = [one.strip() for one in roles.split(",") if one.strip()]
    refuse(reasons(login=login, office=office, email=email, authority=authority, roles=wanted))
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _ask()
    refuse(weaknesses(password, login))
    create_admin(
        settings(), authority=authority, login=login, office=office, email=email, roles=wanted, password=password
    )
    typer.echo(f"利用者 {login} を登録しました。")


def create_admin(
    mine: Settings, *, authority: str, login: str, office: str, email: str, roles: Collection[str], password: str
) -> None:
    """Register an officer. `authority`: six-digit code or MHLW; `roles`: words of `Role`.

    Errors: CannotRegister with every reason in Japanese; nothing is stored then.
    """
    refuse(reasons(login=login, office=office, email=email, authority=authority, roles=roles))
    refuse(weaknesses(password, login))
    engine = create_engine(mine.role_url("owner"))
    try:
        with Session(engine) as session, session.begin():
            code = _code(authority)
            if session.scalar(select(Authority.code).where(Authority.code == code)) is None:
                raise CannotRegister([f"団体コード {authority} の自治体は登録されていません。"])
            session.add(
                Officer(
                    authority_code=code,
                    login=login,
                    office=office.strip(),
                    email=email,
                    roles=sorted(set(roles)),
                    password_hash=hash_password(password),
                    active=True,
                )
            )
    except IntegrityError:
        raise CannotRegister([f"利用者ID {login} は、すでに使われています。"]) from None
    except OperationalError:
        raise CannotRegister(["データベースにつながりません。先に別の端末で renraku up を起動してください。"]) from None
    except ProgrammingError:
        raise CannotRegister(
            ["データベースの準備が済んでいません。renraku up が「準備ができました」と示してから登録してください。"]
        ) from None
    finally:
        engine.dispose()


def reasons(*, login: str, office: str, email: str, authority: str, roles: Collection[str]) -> list[str]:
    """Why the officer cannot be registered, in Japanese; empty when nothing speaks against it."""
    said = []
    if not _LOGIN.fullmatch(login):
        said.append("利用者IDは、半角の英小文字・数字・「.」「_」「-」で、3 文字以上 64 文字以内にしてください。")
    if not office.strip():
        said.append("職名を書いてください。")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        said.append("メールアドレスの形が正しくありません。")
    code = _code(authority)
    if not re.fullmatch(r"[0-9]{6}", code) and code != MINISTRY_CODE:
        said.append("所属は、6 桁の団体コードか MHLW（厚生労働省）で書いてください。")
    known = [str(role) for role in Role]
    unknown = [role for role in roles if role not in known]
    if unknown or not roles:
        said.append(f"役割「{'、'.join(unknown)}」はありません。使える役割: {'、'.join(known)}。")
    if (Role.MINISTRY in roles) != (code == MINISTRY_CODE):
        said.append("役割 ministry は厚生労働省（MHLW）の利用者だけが持ち、厚生労働省の利用者には必要です。")
    return said


def weaknesses(password: str, login: str) -> list[str]:
    """Why the password is too weak, in Japanese; empty when it will do."""
    said = []
    plain = password.lower()
    if len(password) < SHORTEST:
        said.append(f"パスワードは {SHORTEST} 文字以上にしてください。")
    if len(set(plain)) < 5:
        said.append("パスワードが同じ文字の繰り返しです。5 種類以上の文字を使ってください。")
    if login and login.lower() in plain:
        said.append("パスワードに利用者IDを含めないでください。")
    if any(word in plain for word in _TOO_WELL_KNOWN):
        said.append("よく知られた言葉を含むパスワードは使えません。")
    return said


def refuse(said: Sequence[str]) -> None:
    """Raises CannotRegister when there is something to say."""
    if said:
        raise CannotRegister(said)


def _ask() -> str:
    return str(typer.prompt("パスワード（12 文字以上）", hide_input=True, confirmation_prompt="パスワード（確認）"))


def _code(authority: str) -> str:
    text = authority.strip().upper()
    return MINISTRY_CODE if text in (MINISTRY_CODE, "厚生労働省") else text
