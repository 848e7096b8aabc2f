"""Learn how much each level of each comparison counts: `python -m train.linking`.

Pairs of accounts of the training reports (`gva/train.jsonl`, and `gold/train` with `gold/links.json`, of the data
folder) that share a key are compared in bulk by Splink on DuckDB; which of them are the same event is known. The
weights are those of a logistic regression over the levels, which, unlike counting m and u a comparison at a time, knows
that rare words and names of one text say the same thing twice. A level that speaks for the same event by its
meaning never gets a weight against it, and the other way round. They are written as m and u of Splink's settings: only
their ratio counts. What is written is `data/linking/words.json` (with --words) and `data/linking/model.json`.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.data import data_folder, load, report
from bench.suites.gva import leading
from variorum.identity import accounts
from variorum.interchange import from_json
from variorum.link import terms
from variorum.link.bulk import compared
from variorum.link.model import Model
from variorum.link.traits import Traits, traits
from variorum.models import Extraction
from variorum.pipeline import read_all

FOLDER = Path(__file__).parent.parent / "src" / "variorum" / "data" / "linking"
RIDGE = 1.0
GOLD_WEIGHT = 3.0  # the gold pairs are few, and nearer to what the program is for
OTHER_QUARTERS, OTHER_SPOTS, OTHER_HOURS, OTHER_TOLLS = -8.0, -4.0, -2.0, -1.0
"""Set by hand: the training reports are of places where hardly two events fall on one day, so that these levels say
little there that the day does not. On a day on which a town is struck thirty times the day says nothing, and they must
do it alone. Of training pairs of one event that name a spot each, one in twenty names others, of other pairs three in
four: log2 of 1/20 by 3/4 is about -4; no pair of one event names other quarters of its town: -8. Times of the day that
differ are rarer than one in ten to about a half: -2. Large tolls that differ are corrected and grow as often as they
are others: -1. What speaks for one event here (the spot's name, the hour) is counted among names and words already: 0.
"""
Vector = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a comparison: its name, its SQL condition, and the sign that its meaning allows (0: either). by_hand:
    its bits, where they are not learned.
    """

    label: str
    condition: str
    sign: int = 0
    by_hand: float | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the highest weight, in natural logarithms."""
        if self.by_hand is not None:
            return self.by_hand * math.log(2), self.by_hand * math.log(2)
        return 0.0 if self.sign > 0 else -math.inf, 0.0 if self.sign < 0 else math.inf


@dataclass(frozen=True, slots=True)
class Compared:
    """A pair of accounts: the level of each comparison, whether it is one event, how much it counts, its fold."""

    levels: tuple[tuple[str, str], ...]
    same: bool
    weight: float
    first: str
    second: str


# --- the comparisons -------------------------------------------------------------------------------------------------

DAYS = "days_apart(first_day_l, last_day_l, first_day_r, last_day_r)"
LONGEST = "greatest(last_day_l - first_day_l, last_day_r - first_day_r)"
REPORTED = "abs(published_l - published_r)"
HOURS = "days_apart(first_minute_l, last_minute_l, first_minute_r, last_minute_r)"
SPOT = "either_says(spot_l, words_l, spot_r, words_r)"
KM = "km_apart(lat_l, lon_l, lat_r, lon_r)"
NAMED = "in_common(places_l, places_r)"
OUTLET = "publisher_l = publisher_r"
ALIKE = (
    ("nearly all", 0.5, 1),
    ("most", 0.35, 1),
    ("many", 0.25, 1),
    ("several", 0.17, 0),
    ("some", 0.12, 0),
    ("a few", 0.08, -1),
    ("very few", 0.04, -1),
    ("next to none", 0.0, -1),
)
NAMES = (
    ("very many", 100, 1),
    ("many", 60, 1),
    ("several", 30, 1),
    ("some", 20, 0),
    ("one or two", 12, 0),
    ("a weak one", 6, 0),
    ("none", 0, -1),
)


def days() -> Iterator[Level]:
    yield Level("", f"{DAYS} is null and {REPORTED} is null")
    yield Level("the same day", f"{DAYS} = 0 and {LONGEST} = 0", 1)
    yield Level("days that overlap", f"{DAYS} = 0 and {LONGEST} <= 7", 1)
    yield Level("long spans that overlap", f"{DAYS} = 0")
    yield Level("1 day apart", f"{DAYS} = 1")
    yield Level("2 or 3 days apart", f"{DAYS} <= 3")
    yield Level("4 to 7 days apart", f"{DAYS} <= 7", -1)
    yield Level("8 to 30 days apart", f"{DAYS} <= 30", -1)
    yield Level("more than 30 days apart", f"{DAYS} > 30", -1)
    yield Level("published within 1 day", f"{REPORTED} <= 1", 1)
    yield Level("published within 4 days", f"{REPORTED} <= 4")
    yield Level("published within 10 days", f"{REPORTED} <= 10")
    yield Level("published within 40 days", f"{REPORTED} <= 40", -1)
    yield Level("published more than 40 days apart", "ELSE", -1)


def place() -> Iterator[Level]:
    known = "country_l is not null and country_r is not null"
    placed = "len(places_l) > 0 and len(places_r) > 0"
    other = f"{known} and country_l <> country_r"
    yield Level("", f"not ({other} is true) and {KM} is null and not {NAMED} and not ({known} and {placed})")
    yield Level("another country", other, -1)
    yield Level("a place name in common", f"{NAMED} and ({KM} is null or {KM} <= 30)", 1)
    yield Level("a place name in common, points far apart", NAMED)
    yield Level("other places of one country", f"{KM} is null", -1)
    yield Level("within 2 km", f"{KM} <= 2", 1)
    yield Level("within 8 km", f"{KM} <= 8")
    yield Level("within 30 km", f"{KM} <= 30")
    yield Level("within 120 km", f"{KM} <= 120", -1)
    yield Level("farther than 120 km", "ELSE", -1)


def spot() -> Iterator[Level]:
    yield Level("", "len(spot_l) = 0 or len(spot_r) = 0")
    yield Level("a word of it in common", SPOT, by_hand=0.0)
    yield Level("other quarters", "len(quarter_l) > 0 and len(quarter_r) > 0", by_hand=OTHER_QUARTERS)
    yield Level("other spots", "ELSE", by_hand=OTHER_SPOTS)


def hours() -> Iterator[Level]:
    one_day = "first_day_l is not distinct from first_day_r and last_day_l is not distinct from last_day_r"
    yield Level("", f"{HOURS} is null or first_day_l is null or not ({one_day})")
    yield Level("times that overlap", f"{HOURS} = 0", by_hand=0.0)
    yield Level("within four hours", f"{HOURS} <= 240", by_hand=0.0)
    yield Level("other times of the day", "ELSE", by_hand=OTHER_HOURS)


def names() -> Iterator[Level]:
    yield from _by_outlet("names", NAMES, "shared_bits(names_l, names_r)")


def words() -> Iterator[Level]:
    yield from _by_outlet("words", _millionths(ALIKE), "shared_weight(words_l, words_r)")


def lead() -> Iterator[Level]:
    yield Level("", "cardinality(lead_l) = 0 or cardinality(lead_r) = 0")
    levels = [
        Level(label, f"shared_weight(lead_l, lead_r) >= {least}", sign) for label, least, sign in _millionths(ALIKE)
    ]
    yield from _ended(levels)


def killed() -> Iterator[Level]:
    yield from _toll("killed")


def injured() -> Iterator[Level]:
    yield from _toll("injured")


def kind() -> Iterator[Level]:
    yield Level("", "kind_l = 'other' or kind_r = 'other'")
    yield Level("of one kind", "kind_l = kind_r", 1)
    yield Level("of different kinds", "ELSE", -1)


def actors() -> Iterator[Level]:
    yield from _sets("actors")


def targets() -> Iterator[Level]:
    yield from _sets("targets")


def weapons() -> Iterator[Level]:
    yield from _sets("weapons")


def _by_outlet(column: str, bounds: Sequence[tuple[str, int, int]], measure: str) -> Iterator[Level]:
    """Each level twice: for two reports of one outlet, whose texts are alike for other reasons too, and for others."""
    yield Level("", f"cardinality({column}_l) = 0 or cardinality({column}_r) = 0")
    levels = []
    for label, least, sign in bounds:
        levels.append(Level(f"{label}, same outlet", f"{measure} >= {least} and {OUTLET}", min(sign, 0)))
        levels.append(Level(label, f"{measure} >= {least}", sign))
    yield from _ended(levels)


def _ended(levels: Sequence[Level]) -> Iterator[Level]:
    yield from levels[:-1]
    yield Level(levels[-1].label, "ELSE", levels[-1].sign)


def _millionths(bounds: Iterable[tuple[str, float, int]]) -> list[tuple[str, int, int]]:
    return [(label, round(least * 1_000_000), sign) for label, least, sign in bounds]


def _toll(of: str) -> Iterator[Level]:
    low, high = (f"{of}_low_l", f"{of}_low_r"), (f"{of}_high_l", f"{of}_high_r")
    same = f"{low[0]} = {low[1]} and {high[0]} is not distinct from {high[1]}"
    fits = f"({high[0]} is null or {low[1]} <= {high[0]}) and ({high[1]} is null or {low[0]} <= {high[1]})"
    yield Level("", f"{low[0]} is null or {low[1]} is null")
    yield Level("the same: 10 or more", f"{same} and {low[0]} >= 10", 1)
    yield Level("the same: more than one", f"{same} and {low[0]} > 1", 1)
    yield Level("the same: one", same, 1)
    yield Level("can be the same", fits, 1)
    least, most = f"least({low[0]}, {low[1]})", f"greatest({low[0]}, {low[1]})"
    yield Level("a few apart", f"4 * {most} <= 5 * {least} + 4")
    yield Level("up to double: 10 or more", f"{most} <= 2 * {least} and {most} >= 10", -1)
    yield Level("up to double", f"{most} <= 2 * {least}")
    yield Level("far apart: 10 or more", f"{most} >= 10", by_hand=OTHER_TOLLS)
    yield Level("far apart", "ELSE", -1)


def _sets(column: str) -> Iterator[Level]:
    yield Level("", f"len({column}_l) = 0 or len({column}_r) = 0")
    yield Level("in common", f"in_common({column}_l, {column}_r)", 1)
    yield Level("none in common", "ELSE", -1)


LEVELS: dict[str, list[Level]] = {
    made.__name__: list(made())
    for made in (days, place, spot, hours, names, words, lead, killed, injured, kind, actors, targets, weapons)
}
BOUNDS = {(name, level.label): level.bounds for name, levels in LEVELS.items() for level in levels}
BOUNDS["", ""] = (-math.inf, math.inf)


# --- the weights -----------------------------------------------------------------------------------------------------


def fit(
    pairs: Sequence[Compared], held: Mapping[tuple[str, str], float] | None = None
) -> tuple[float, dict[tuple[str, str], float]]:
    """The intercept and the weight of each level, in natural logarithms of odds. held: weights that stay as they are,
    the intercept under ("", "").
    """
    held = held or {}
    levels = sorted({level for pair in pairs for level in pair.levels})
    of = {level: n for n, level in enumerate(levels)}
    patterns: dict[tuple[tuple[str, str], ...], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for pair in pairs:
        patterns[pair.levels][0] += pair.weight
        patterns[pair.levels][1] += pair.weight * pair.same
    x = np.zeros((len(patterns), len(levels) + 1))
    x[:, -1] = 1
    for row, pattern in enumerate(patterns):
        x[row, [of[level] for level in pattern]] = 1
    counts = np.array(list(patterns.values()))
    of_level = [(held[level], held[level]) if level in held else BOUNDS[level] for level in (*levels, ("", ""))]
    bounds = np.array(of_level)
    w = _bounded(x, counts[:, 0], counts[:, 1], bounds[:, 0], bounds[:, 1])
    return float(w[-1]), {level: float(w[n]) for level, n in of.items()}


def present() -> dict[tuple[str, str], float]:
    """The weights of the model as it is, but for the levels that are weighed by hand."""
    model = json.loads((FOLDER / "model.json").read_text("utf-8"))
    share = model["probability_two_random_records_match"]
    found = {("", ""): math.log(share / (1 - share))}
    by_hand = {(name, level.label) for name, levels in LEVELS.items() for level in levels if level.by_hand is not None}
    for comparison in model["comparisons"]:
        for level in comparison["comparison_levels"]:
            named = (comparison["output_column_name"], level["label_for_charts"])
            if not level.get("is_null_level") and named not in by_hand:
                found[named] = math.log(level["m_probability"] / level["u_probability"])
    return found


def _bounded(x: Vector, n: Vector, same: Vector, least: Vector, most: Vector) -> Vector:
    """Newton's method; a weight at one of its bounds is held there as long as it would go beyond it."""
    w = np.clip(np.zeros(x.shape[1]), least, most)
    ridge = np.array([RIDGE] * (x.shape[1] - 1) + [0.01])
    for _ in range(200):
        p = 1 / (1 + np.exp(-(x @ w)))
        gradient = x.T @ (same - n * p) - ridge * w
        free = ~(((w == least) & (gradient < 0)) | ((w == most) & (gradient > 0)))
        hessian = (x.T * (n * p * (1 - p))) @ x + np.diag(ridge)
        step = np.zeros_like(w)
        step[free] = np.linalg.solve(hessian[np.ix_(free, free)], gradient[free])
        new = np.clip(w + 0.7 * step, least, most)
        if float(np.abs(new - w).max()) < 1e-7:
            break
        w = new
    return w


def settings(intercept: float, weights: Mapping[tuple[str, str], float], pairs: Sequence[Compared]) -> dict[str, Any]:
    """Splink's settings with these weights. u is a level's share of the pairs that are not the same event."""
    odds = float(np.exp(intercept))
    counts = Counter(level for pair in pairs if not pair.same for level in pair.levels)
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "account",
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": "l.keys = r.keys", "sql_dialect": "duckdb", "arrays_to_explode": ["keys"]}
        ],
        "comparisons": [_comparison(name, levels, weights, counts) for name, levels in LEVELS.items()],
        "probability_two_random_records_match": round(odds / (1 + odds), 6),
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "additional_columns_to_retain": ["report"],
    }


def _comparison(
    name: str, levels: Sequence[Level], weights: Mapping[tuple[str, str], float], counts: Counter[tuple[str, str]]
) -> dict[str, Any]:
    known = sum(counts[name, level.label] for level in levels) or 1
    out: list[dict[str, Any]] = []
    for level in levels:
        if not level.label:
            out.append({"sql_condition": level.condition, "label_for_charts": "unknown", "is_null_level": True})
            continue
        u = max(counts[name, level.label], 0.5) / known
        unmet = math.log(2) * (level.by_hand or 0.0)
        m = u * float(np.exp(weights.get((name, level.label), unmet)))
        largest = max(m, u, 1.0)
        shares = {"m_probability": round(m / largest, 8), "u_probability": round(u / largest, 8)}
        out.append({"sql_condition": level.condition, "label_for_charts": level.label} | shares)
    return {"output_column_name": name, "comparison_levels": out}


# --- the pairs -------------------------------------------------------------------------------------------------------


def gva(data: Path, read: Iterable[Extraction]) -> dict[str, tuple[Traits, str]]:
    """Account to its traits and its incident: one account a report."""
    incident = {row["document"]["id"]: row["incident"] for row in load(data / "gva" / "train.jsonl")}
    found = {}
    for extraction in read:
        account = leading(extraction)
        found[account.id] = (traits(account), incident[extraction.report.id])
    return found


def gold(data: Path) -> dict[str, tuple[Traits, str]]:
    """The accounts that annotators wrote, with their incidents; an account that is linked to none is its own."""
    groups = json.loads((data / "gold" / "links.json").read_text("utf-8"))["groups"]
    incident = {tuple(event): group["incident"] for group in groups for event in group["events"]}
    found = {}
    for row in load(data / "gold" / "train"):
        extraction = from_json(row)
        for event, account in zip(extraction.events, accounts(extraction), strict=True):
            found[account.id] = (traits(account), incident.get((extraction.report.id, event.id), account.id))
    return found


def pairs_of(known: Mapping[str, tuple[Traits, str]], weight: float) -> list[Compared]:
    """The pairs that share a key, compared by Splink."""
    blank = Model(settings=settings(0.0, {}, ()), prior=0.0, bits={}, name="")
    return [
        Compared(
            tuple((name, level) for name, level in levels.items() if level is not None),
            known[first][1] == known[second][1],
            weight,
            first,
            second,
        )
        for first, second, levels in compared((each for each, _ in known.values()), blank)
    ]


def common_words(texts: Sequence[Sequence[str]], others: Sequence[Sequence[str]]) -> dict[str, float]:
    """The share of incidents whose reports hold a word, or a name of two words, where several incidents do.

    texts, others: the texts of each incident. A word counts by the larger of its shares in both collections.
    """
    shares: dict[str, float] = {}
    for collection, least in ((texts, 4), (others, 6)):
        counts = Counter(word for incident in collection for word in set().union(*map(_bag, incident)))
        for word, n in counts.items():
            if n >= least:
                shares[word] = max(shares.get(word, 0.0), round(n / len(collection), 4))
    return dict(sorted(shares.items()))


def _bag(text: str) -> set[str]:
    return {*terms.words_of(text), *terms.name_pairs(text)}


def incidents(rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row.get("incident", row["document"]["id"])].append(row["document"]["text"])
    return list(found.values())


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--words", action="store_true", help="count the common words first")
    asked.add_argument("--jobs", type=int, default=2, help="reading processes")
    asked.add_argument("--read", type=Path, help="extractions of gva/train.jsonl, a line each, read before")
    asked.add_argument("--keep", action="store_true", help="learn the weights of new levels alone")
    given, data = asked.parse_args(), data_folder()
    if given.words:
        found = common_words(incidents(load(data / "gva" / "train.jsonl")), incidents(load(data / "gold" / "train")))
        (FOLDER / "words.json").write_text(json.dumps(found, indent=0, ensure_ascii=False) + "\n", "utf-8")
    pairs = pairs_of(gva(data, extractions(data, given.read, given.jobs)), 1.0) + pairs_of(gold(data), GOLD_WEIGHT)
    print(f"{len(pairs)} pairs, {sum(pair.same for pair in pairs)} of the same event")
    written = settings(*fit(pairs, present() if given.keep else None), pairs)
    (FOLDER / "model.json").write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")


def extractions(data: Path, before: Path | None, jobs: int) -> Iterator[Extraction]:
    if before:
        yield from (from_json(json.loads(line)) for line in before.read_text("utf-8").split("\n") if line)
        return
    for read in read_all([report(row) for row in load(data / "gva" / "train.jsonl")], jobs=jobs):
        if isinstance(read, Extraction):
            yield read


if __name__ == "__main__":
    main()
