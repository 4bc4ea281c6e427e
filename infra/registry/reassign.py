"""Facilities to the authority that is competent on a day (R-006: merger, new 中核市). Cases stay where they were."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, text

ACTOR = "所管の変更"
_MOVING = """
    CREATE TEMP TABLE moving ON COMMIT DROP AS
    SELECT f.id, f.authority_code AS former, j.authority_code AS present
    FROM facility f JOIN jurisdiction j ON j.municipality_code = f.municipality_code
    WHERE coalesce(j.effective_from, '-infinity') <= :day AND coalesce(j.effective_to, 'infinity') >= :day
      AND j.authority_code <> f.authority_code AND NOT f.unidentified
"""
_NOTED = """
    INSERT INTO facility_change (facility_id, authority_code, at, actor, name, label, changes, on_date, version)
    SELECT f.id, f.authority_code, :now, :actor, 'authority_changed', '所管自治体の変更',
           jsonb_build_object('authority', jsonb_build_array(a.name, b.name)), :day, f.version + 1
    FROM moving m JOIN facility f USING (id)
    JOIN authority a ON a.code = m.former JOIN authority b ON b.code = m.present
"""
_MOVED = """
    UPDATE facility f SET authority_code = m.present, version = f.version + 1 FROM moving m WHERE f.id = m.id
"""
_TOLD = """
    SELECT a.name, b.name, count(*) FROM moving m JOIN authority a ON a.code = m.former
    JOIN authority b ON b.code = m.present GROUP BY 1, 2 ORDER BY 1, 2
"""


def reassign(connection: Connection, day: date, now: datetime) -> list[tuple[str, str, int]]:
    """Move every facility whose authority on `day` is another one, with its vendors, members and history.

    Value: (former authority, present authority, number of facilities). Safe to run again; the owner's connection.
    """
    connection.execute(text("LOCK TABLE facility IN SHARE ROW EXCLUSIVE MODE"))
    connection.execute(text(_MOVING), {"day": day})
    connection.execute(text(_NOTED), {"now": now, "actor": ACTOR, "day": day})
    connection.execute(text(_MOVED))
    moved = [(str(a), str(b), int(count)) for a, b, count in connection.execute(text(_TOLD))]
    connection.execute(text("DROP TABLE moving"))
    return moved
