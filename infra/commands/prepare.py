"""One process before the parts start: bring the database up to date, and tell who may sign in for practice.

Done apart, so that the supervisor stays small. stdout: the sign-in list; everything else goes to the log.
"""

import logging
import sys

from infra.settings import settings


def main() -> None:
    mine = settings()
    logging.basicConfig(level=mine.log_level.upper(), format="%(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.DEBUG if mine.log_level == "debug" else logging.WARNING)
    from infra.database.update import update

    update(mine.role_url("owner"))
    if mine.practice:
        from infra.practice.laying_out import lay_out, sign_in_list

        lay_out(mine)
        sys.stdout.write(str(sign_in_list()))


if __name__ == "__main__":
    main()
