"""The schema: every table has row-level security and a policy, and the migrations build what the records say."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from cases.records import Base
from tests.a_case import Case
from tests.house import House

WITHOUT_POLICY = {"alembic_version"}
"""Closed to everybody but its owner."""


def unguarded(connection: Connection) -> set[str]:
    """The tables without row-level security, or without a policy."""
    rows = connection.execute(
        text(
            "SELECT c.relname, c.relrowsecurity, count(p.oid) AS policies FROM pg_class c "
            "LEFT JOIN pg_policy p ON p.polrelid = c.oid "
            "WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace GROUP BY 1, 2"
        )
    )
    return {r.relname for r in rows if not r.relrowsecurity or (not r.policies and r.relname not in WITHOUT_POLICY)}


@pytest.mark.requirement("R-014")
def test_どの表にも行の鍵がある(house: House) -> None:
    with house.owner.connect() as connection:
        assert unguarded(connection) == set()


@pytest.mark.parametrize("secured", [False, True], ids=["鍵がない", "鍵はあるが規則がない"])
def test_鍵のない表が加われば見つかる(house: House, secured: bool) -> None:
    with house.owner.begin() as connection:
        connection.execute(text("CREATE TABLE forgotten (id int)"))
        if secured:
            connection.execute(text("ALTER TABLE forgotten ENABLE ROW LEVEL SECURITY"))
        assert unguarded(connection) == {"forgotten"}


def test_規則はどの役のものでも_誰にでもではない(house: House) -> None:
    with house.owner.connect() as connection:
        public = connection.scalars(text("SELECT polrelid::regclass::text FROM pg_policy WHERE 0 = ANY (polroles)"))
        assert set(public) == set()


def test_持ち主のほかに鍵を素通りできる役はない(house: House) -> None:
    with house.owner.connect() as connection:
        names = connection.scalars(
            text("SELECT rolname FROM pg_roles WHERE rolname LIKE 'renraku%' AND (rolsuper OR rolbypassrls)")
        )
        assert set(names) == set()


def test_移行でできた表は記録の定義と一致する(house: House) -> None:
    with house.owner.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        found = [change for change in compare_metadata(context, Base.metadata) if change[0] != "remove_table_comment"]
    assert found == []  # the one comment is the mark of the reference data that was loaded


def test_記録に列が加われば見つかる(house: House) -> None:
    with house.owner.begin() as connection:
        connection.execute(text("ALTER TABLE report DROP COLUMN bypass_reason CASCADE"))
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) != []


def test_案件に属する行はすべて自治体を案件と同じくする(house: House) -> None:
    """The foreign key carries the authority: a row cannot belong to a case of another authority."""
    owned = {t.name for t in Base.metadata.sorted_tables if "case_id" in t.columns}
    with house.owner.connect() as connection:
        keyed = connection.scalars(
            text(
                "SELECT conrelid::regclass::text FROM pg_constraint "
                "WHERE contype = 'f' AND confrelid = 'case_file'::regclass "
                "AND conrelid <> confrelid AND array_length(conkey, 1) = 2"
            )
        )
        assert set(keyed) == owned


STEPS = {
    "確認": ("担当1", "confirm_facts", {}),
    "判断": ("担当1", "judge", {}),
    "保留": ("担当2", "judge", {"care": "unknown"}),
    "保守会社": ("担当2", "record_vendor_contact", {"instruction": "待つ"}),
    "電話": ("課長", "record_phone_contact", {}),
    "措置": ("医療監視員", "record_containment", {}),
    "国の判断": ("厚生労働省", "judge", {"judged_by": "ministry", "leak": "none", "care": "none"}),
    "照会": ("厚生労働省", "ask_inquiry", {}),
}


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=5), engine=st.booleans())
def test_版は職員の操作一つにつき一つ増え_自動処理では増えない(case: Case, deeds: list[str], engine: bool) -> None:
    before = case.sheet.version
    for n, deed in enumerate(deeds, start=1):
        who, act, facts = STEPS[deed]
        assert case.record(who, act, **facts).version == before + n
    if engine:
        case.house.drain()
    sheet = case.sheet
    assert sheet.version == before + len(deeds)
    acts = [line.version for line in reversed(sheet.history) if line.kind == "職員の操作"]
    assert acts == list(range(1, sheet.version + 1))
