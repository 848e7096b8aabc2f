"""Append-only, enforced by the database itself: triggers against UPDATE, DELETE, INSERT OR REPLACE and TRUNCATE.

The one way round is a row of `redaction`, which is append-only too: a field may be set to what that row says that it
becomes, and to nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Table, text

from variorum.ledger.tables import REDACTABLE


def guard(connection: Connection, table: Table) -> None:
    """Makes a table append-only."""
    make = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    for statement in make(table):
        connection.execute(text(statement))


def unguard(connection: Connection, table: Table) -> None:
    """Takes the guard off a table that is to be given another, in the same transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"DROP FUNCTION {table.name}_append_only() CASCADE"))
        return
    for verb in ("update", "delete", "replace"):
        connection.execute(text(f"DROP TRIGGER {table.name}_no_{verb}"))


def _sqlite(table: Table) -> Iterator[str]:
    name = table.name
    refusal = f"SELECT RAISE(ABORT, '{name} is append-only: undo is a new row')"
    yield f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} WHEN {_unredacted(table)} BEGIN {refusal}; END"
    yield f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} BEGIN {refusal}; END"
    # REPLACE deletes the old row without a word to the trigger above.
    keys = [c.name for c in table.primary_key] if name == "decision_target" else ["number"]
    same = " AND ".join(f"{key} = NEW.{key}" for key in keys)
    if "id" in table.columns:
        same += " OR id = NEW.id"
    yield (
        f"CREATE TRIGGER {name}_no_replace BEFORE INSERT ON {name} "
        f"WHEN EXISTS (SELECT 1 FROM {name} WHERE {same}) BEGIN {refusal}; END"
    )


def _postgresql(table: Table) -> Iterator[str]:
    name = table.name
    body = f"BEGIN RAISE EXCEPTION '{name} is append-only: undo is a new row'; END"
    yield f"CREATE FUNCTION {name}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
    for when in (
        f"BEFORE UPDATE ON {name} FOR EACH ROW WHEN ({_unredacted(table, in_trigger=False)})",
        f"BEFORE DELETE ON {name} FOR EACH ROW",
        f"BEFORE TRUNCATE ON {name} FOR EACH STATEMENT",
    ):
        verb = when.split()[1].lower()
        yield f"CREATE TRIGGER {name}_no_{verb} {when} EXECUTE FUNCTION {name}_append_only()"


def _unredacted(table: Table, *, in_trigger: bool = True) -> str:
    """SQL: whether the new row holds something that neither the old one held nor a redaction says."""
    differs = "IS NOT" if in_trigger else "IS DISTINCT FROM"
    return " OR ".join(
        _not_said(table.name, column.name, differs)
        if column.name in REDACTABLE.get(table.name, ())
        else f'NEW."{column.name}" {differs} OLD."{column.name}"'
        for column in table.columns
    )


def _not_said(table: str, column: str, differs: str) -> str:
    said = f"variorum_redacted('{table}', OLD.id, '{column}', NEW.\"{column}\")"
    if differs == "IS NOT":
        said = (
            f"EXISTS (SELECT 1 FROM redaction r WHERE r.\"table\" = '{table}' AND r.target = OLD.id "
            f"AND r.field = '{column}' AND r.becomes IS NEW.\"{column}\")"
        )
    return f'(NEW."{column}" {differs} OLD."{column}" AND NOT {said})'


REDACTED_IN_POSTGRESQL = """
CREATE FUNCTION variorum_redacted(of_table text, of_row text, of_field text, now text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM redaction r WHERE r."table" = of_table AND r.target = of_row AND r.field = of_field
                   AND r.becomes IS NOT DISTINCT FROM now)
$$
"""
"""PostgreSQL has no subqueries in the condition of a trigger."""
