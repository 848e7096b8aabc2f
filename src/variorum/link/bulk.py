"""All accounts at once: Splink on DuckDB finds the pairs that share a key and compares them, by the same model.

What Splink says of a pair is which level each comparison is on; the judgement is made of the levels as for one pair.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from variorum.link.blocking import MOST_PER_KEY, keys
from variorum.link.model import PRIOR, Model
from variorum.link.traits import Traits
from variorum.models import Judgement, Verdict, Weight

if TYPE_CHECKING:
    import pyarrow as pa
    from splink import DuckDBAPI, Linker

#: The functions that the conditions of the model are written in, as in `comparisons`. DuckDB's `greatest` and `least`
#: pass over NULL, which an unknown day or point must not be.
_SHARED = "coalesce(list_sum(list_transform(list_intersect(map_keys(a), map_keys(b)), lambda word: {})), 0)"
MACROS = {
    "days_apart(a_first, a_last, b_first, b_last)": """
        CASE WHEN a_first IS NULL OR b_first IS NULL THEN NULL ELSE greatest(b_first - a_last, a_first - b_last, 0) END
    """,
    "km_apart(a_lat, a_lon, b_lat, b_lon)": """
        CASE WHEN a_lat IS NULL OR b_lat IS NULL THEN NULL ELSE 12742.0 * asin(least(1.0, sqrt(
            pow(sin(radians(b_lat - a_lat) / 2), 2)
            + cos(radians(a_lat)) * cos(radians(b_lat)) * pow(sin(radians(b_lon - a_lon) / 2), 2)
        ))) END
    """,
    "shared_weight(a, b)": _SHARED.format("a[word] * b[word]"),
    "shared_bits(a, b)": _SHARED.format("a[word]"),
    "either_says(a, a_words, b, b_words)": """
        len(list_intersect(a, b)) > 0
        OR len(list_intersect(a, map_keys(b_words))) > 0 OR len(list_intersect(b, map_keys(a_words))) > 0
    """,
    "in_common(a, b)": "len(list_intersect(a, b)) > 0",
}


def judge_all(traits: Iterable[Traits], model: Model) -> Iterator[Judgement]:
    """The judgements of all pairs of accounts of different reports that share a key, those that say `different` left
    out, in order of ids. All traits are held in DuckDB's memory.
    """
    for first, second, levels in compared(traits, model):
        judgement = model.judgement(first, second, _weights(levels, model))
        if judgement.verdict is not Verdict.DIFFERENT:
            yield judgement


def compared(traits: Iterable[Traits], model: Model) -> Iterator[tuple[str, str, dict[str, str | None]]]:
    """Each pair of accounts of different reports that share a key, with the level of each comparison, by Splink."""
    labels = _labels(model.settings)
    made = linker(table(traits), model.settings)
    columns = ", ".join(f"gamma_{name}" for name in labels)
    rows = made.inference.predict().as_duckdbpyrelation().filter("report_l <> report_r")
    rows = rows.order("account_l, account_r").project(f"account_l, account_r, {columns}")
    while batch := rows.fetchmany(10_000):
        for first, second, *gammas in batch:
            found = {name: labels[name][gamma] for name, gamma in zip(labels, gammas, strict=True)}
            yield (first, second, found) if first < second else (second, first, found)


def table(traits: Iterable[Traits]) -> pa.Table:
    """The traits as a table, an account a row, its blocking keys in the column `keys`: those that lead to another
    account, and not to too many.
    """
    import pyarrow as pa

    rows = [_row(each) for each in traits]
    having = Counter(key for row in rows for key in row["keys"])
    for row in rows:
        row["keys"] = [key for key in row["keys"] if 1 < having[key] <= MOST_PER_KEY]
    return pa.Table.from_pylist(rows, schema=_schema())


def _row(traits: Traits) -> dict[str, Any]:
    row = traits.to_json() | {"keys": keys(traits)}
    return {name: list(value.items()) if isinstance(value, dict) else value for name, value in row.items()}


def _schema() -> pa.Schema:
    import pyarrow as pa

    text, number, real = pa.string(), pa.int64(), pa.float64()
    weights = pa.map_(text, pa.int64())
    of_type: dict[str, pa.DataType] = {
        **dict.fromkeys(("account", "report", "publisher", "country", "kind"), text),
        **dict.fromkeys(("published", "first_day", "last_day", "first_minute", "last_minute"), number),
        **dict.fromkeys(("killed_low", "killed_high", "injured_low", "injured_high"), number),
        **dict.fromkeys(("lat", "lon", "reach_km"), real),
        **dict.fromkeys(("places", "spot", "quarter", "actors", "targets", "weapons", "known", "keys"), pa.list_(text)),
        **dict.fromkeys(("words", "lead", "names"), weights),
        "main": pa.bool_(),
    }
    return pa.schema(list(of_type.items()))


def linker(accounts: pa.Table, settings: Mapping[str, Any]) -> Linker:
    """Splink with the accounts and the model, and the functions of its conditions defined."""
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    database = DuckDBAPI()
    _define(database)
    return Linker(database.register(accounts), dict(settings), log_level=None)


def _define(database: DuckDBAPI) -> None:
    for called, meaning in MACROS.items():
        database.duckdb_con.execute(f"CREATE OR REPLACE MACRO {called} AS {meaning}")


def _labels(settings: Mapping[str, Any]) -> dict[str, dict[int, str | None]]:
    """Comparison to level to its name. Splink numbers levels from the last up, and says -1 of the null level."""
    found: dict[str, dict[int, str | None]] = {}
    for comparison in settings["comparisons"]:
        given = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        numbered: dict[int, str | None] = {
            len(given) - 1 - n: level["label_for_charts"] for n, level in enumerate(given)
        }
        found[comparison["output_column_name"]] = numbered | {-1: None}
    return found


def _weights(levels: Mapping[str, str | None], model: Model) -> tuple[Weight, ...]:
    prior = Weight(comparison=PRIOR, level="two accounts that share a key", bits=model.prior)
    return (
        prior,
        *(
            Weight(comparison=name, level=level, bits=model.bits[name][level])
            for name, level in levels.items()
            if level is not None
        ),
    )
