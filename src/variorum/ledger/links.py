"""What linking asks of a ledger: candidates by their keys, traits of accounts, and which accounts links join.

Keys and traits are derived from accounts and may be set anew. Nothing here reads a whole account or the weights of a
judgement, so that what one more report costs is what its own keys and links cost.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select, text

from variorum.identity import canonical
from variorum.ledger.database import Writing
from variorum.ledger.statements import IDS, among
from variorum.ledger.store import Ledger, chunks
from variorum.ledger.tables import account, account_key, account_traits, inserting, judgement
from variorum.models import Judgement, Verdict


@dataclass(frozen=True, slots=True)
class Outline:
    """An account as far as its columns tell: its report, days and place."""

    report: str
    country: str | None
    first_day: date | None
    last_day: date | None
    lat: float | None
    lon: float | None


class Links:
    """The keys, traits and links of one ledger. Every method raises LedgerError where the database fails."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def index(self, keys: Mapping[str, Iterable[str]], traits: Mapping[str, Mapping[str, Any]]) -> None:
        """Sets by which keys accounts (by id) are found as candidates, and what of them is compared."""
        with self.ledger.writing() as writing:
            numbers, before = self._numbers(list(traits))
            if before:
                # One pass over the keys, which stand in the order of keys: a new account has none yet.
                self._clear(writing, before)
            rows = [{"keys": json.dumps(sorted(set(of))), "account": numbers[id_]} for id_, of in keys.items()]
            if rows:
                writing.connection.execute(_SET_KEYS[writing.connection.dialect.name], rows)
            told = [{"account": numbers[id_], "traits": canonical(of)} for id_, of in traits.items()]
            if told:
                writing.connection.execute(inserting(account_traits), told)

    def forget(self, accounts: Iterable[str]) -> None:
        """Takes accounts (by id) out of what candidates are found and compared by."""
        with self.ledger.writing() as writing:
            numbers, _ = self._numbers(sorted(accounts))
            self._clear(writing, list(numbers.values()))

    def counts(self, keys: Iterable[str], most: int) -> dict[str, int]:
        """How many accounts have each of the keys; counting stops at most."""
        wanted = sorted(set(keys))
        with self.ledger.database.reading() as connection:
            query = _COUNTS[connection.dialect.name]
            rows = connection.execute(query, {"keys": json.dumps(wanted), "most": most})
            return {row.key: row.number for row in rows if row.number}

    def candidates(self, weights: Mapping[str, int], limit: int) -> list[str]:
        """Ids of the accounts that have these keys, by the weights of those that each has, ties by id."""
        if not weights:
            return []
        given = {"keys": json.dumps(list(weights.items())), "limit": limit, "last": limit - 1}
        with self.ledger.database.reading() as connection:
            return list(connection.scalars(_HEAVIEST[connection.dialect.name], given))

    def traits(self, accounts: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
        """What of accounts is compared, by id, of those that it was set of; of all where None is given."""
        asked: list[tuple[Select[Any], dict[str, Any]]] = [(_TRAITS, {})]
        if accounts is not None:
            asked = [(_TRAITS_OF, {IDS: some}) for some in chunks(sorted(set(accounts)))]
        with self.ledger.database.reading() as connection:
            rows = (row for query, given in asked for row in connection.execute(query, given))
            return {row.id: json.loads(row.traits) for row in rows}

    def verdicts(self, accounts: Collection[str]) -> list[Judgement]:
        """The judgements that hold of which either account is one of these, one a pair, without weights and reasons:
        those of rules that say `same`, and all of people.
        """
        latest: dict[tuple[str, str], Row[Any]] = {}
        with self.ledger.database.reading() as connection:
            for some in chunks(sorted(accounts)):
                for light in _LIGHT:
                    for row in connection.execute(light, {IDS: some}):
                        pair = (row.first, row.second)
                        if pair not in latest or latest[pair].number < row.number:
                            latest[pair] = row
        held = {pair: _light(row) for pair, row in latest.items() if row.verdict == Verdict.SAME.value}
        held |= {(one.first, one.second): one for one in self.ledger.judged_by_people(accounts)}
        return [held[pair] for pair in sorted(held)]

    def outlines(self, accounts: Iterable[str]) -> dict[str, Outline]:
        """Of accounts, by id, which report they are of and what may exclude others."""
        found: dict[str, Outline] = {}
        with self.ledger.database.reading() as connection:
            for some in chunks(sorted(set(accounts))):
                found |= {id_: Outline(*told) for id_, *told in connection.execute(_OUTLINES, {IDS: some})}
        return found

    def _numbers(self, ids: list[str]) -> tuple[dict[str, int], list[int]]:
        """The numbers of accounts, by id, and those of them that are indexed."""
        with self.ledger.database.reading() as connection:
            rows = [row for some in chunks(ids) for row in connection.execute(_NUMBERS, {IDS: some})]
        return {row.id: row.number for row in rows}, [row.indexed for row in rows if row.indexed is not None]

    def _clear(self, writing: Writing, numbers: list[int]) -> None:
        given = {"numbers": json.dumps(numbers)}
        for table in (account_key, account_traits):
            writing.connection.execute(_CLEAR[writing.connection.dialect.name, table.name], given)


_NUMBERS = (
    select(account.c.id, account.c.number, account_traits.c.account.label("indexed"))
    .outerjoin(account_traits, account_traits.c.account == account.c.number)
    .where(among(account.c.id))
)
_TRAITS = select(account.c.id, account_traits.c.traits).join(account, account.c.number == account_traits.c.account)
_TRAITS_OF = _TRAITS.where(among(account.c.id))
_OUTLINES = select(account.c.id, *(account.c[field.name] for field in fields(Outline))).where(among(account.c.id))
_LIGHT = tuple(
    select(*(judgement.c[name] for name in ("number", "first", "second", "verdict", "score", "by"))).where(among(side))
    for side in (judgement.c.first, judgement.c.second)
)
"""Judgements without weights and reasons, by the accounts on either side."""


def _light(row: Row[Any]) -> Judgement:
    return Judgement(
        first=row.first, second=row.second, verdict=Verdict(row.verdict), by=row.by, reason="", score=row.score
    )


_LISTED = {
    "sqlite": "SELECT value AS key FROM json_each(:keys)",
    "postgresql": "SELECT value AS key FROM json_array_elements_text(CAST(:keys AS json))",
}
_WEIGHTED = {
    "sqlite": "SELECT value ->> 0 AS key, value ->> 1 AS weight FROM json_each(:keys)",
    "postgresql": "SELECT value ->> 0 AS key, CAST(value ->> 1 AS integer) AS weight "
    "FROM json_array_elements(CAST(:keys AS json))",
}
_NUMBERED = {
    "sqlite": "SELECT value FROM json_each(:numbers)",
    "postgresql": "SELECT CAST(value AS integer) FROM json_array_elements_text(CAST(:numbers AS json))",
}
"""Lists as one parameter: SQL of one length whatever their length."""

_COUNTS = {
    dialect: text(
        f"""
        SELECT wanted.key, (
            SELECT count(*) FROM (SELECT 1 FROM account_key WHERE account_key.key = wanted.key LIMIT :most) AS counted
        ) AS number
        FROM ({wanted}) AS wanted
        """  # noqa: S608 - what is put in is a constant
    )
    for dialect, wanted in _LISTED.items()
}
_HEAVIEST = {
    dialect: text(
        f"""
        WITH shared AS (
            SELECT account_key.account, sum(wanted.weight) AS weight
            FROM ({wanted}) AS wanted JOIN account_key ON account_key.key = wanted.key
            GROUP BY account_key.account
        )
        SELECT account.id FROM shared JOIN account ON account.number = shared.account
        WHERE shared.weight >= coalesce((SELECT weight FROM shared ORDER BY weight DESC LIMIT 1 OFFSET :last), 0)
        ORDER BY shared.weight DESC, account.id LIMIT :limit
        """  # noqa: S608 - what is put in is a constant
    )
    for dialect, wanted in _WEIGHTED.items()
}
"""Accounts are looked up for those alone that are as heavy as the last one that is wanted."""

_SET_KEYS = {
    dialect: text(
        "INSERT INTO account_key (key, account) "  # noqa: S608 - of constants
        f"SELECT wanted.key, CAST(:account AS integer) FROM ({wanted}) AS wanted"
    )
    for dialect, wanted in _LISTED.items()
}
_CLEAR = {
    (dialect, table): text(f"DELETE FROM {table} WHERE account IN ({wanted})")  # noqa: S608 - of constants
    for dialect, wanted in _NUMBERED.items()
    for table in ("account_key", "account_traits")
}
