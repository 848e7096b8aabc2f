"""The registry of armed actors and the grammar of their names."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.actors.names import find_actors
from variorum.actors.registry import COLUMNS, KINDS, Registry, fold, read_rows, split_words
from variorum.errors import DataError

REGISTRY = Registry.load()
HEADER = ",".join(column for column in COLUMNS if column != "successor")


def named(text: str, *, recased: bool = False) -> list[tuple[str, str, str | None]]:
    """Words, category and first registry id of the actors of a text that are somebody in particular."""
    return [
        (text[f.start : f.end], f.category, f.entries[0].id if f.entries else None)
        for f in find_actors(text, recased=recased)
        if not f.generic
    ]


def test_every_entry_says_what_it_is_and_where_its_facts_are_from() -> None:
    assert len(REGISTRY.entries) >= 650
    assert all(e.kind in KINDS and e.source for e in REGISTRY.entries)
    assert all((e.since or 0) <= (e.until or 9999) for e in REGISTRY.entries)


def test_a_parent_is_an_entry_or_a_force_outside_the_registry() -> None:
    names = {e.name for e in REGISTRY.entries}
    unknown = Counter(e.parent for e in REGISTRY.entries if e.parent and e.parent not in names)
    assert unknown == Counter()


def test_a_name_with_one_meaning_belongs_to_one_entry() -> None:
    """Namesakes are told apart by country or years; two entries of one country and time may not share a name."""
    clashes = []
    for entry in REGISTRY.entries:
        for name in entry.names:
            for other in REGISTRY.find(name):
                same_place = not entry.countries or not other.countries or set(entry.countries) & set(other.countries)
                same_time = (entry.since or 0) <= (other.until or 9999) and (other.since or 0) <= (entry.until or 9999)
                if other.id != entry.id and same_place and same_time and other.kind == entry.kind:
                    clashes.append((name, entry.name, other.name))
    assert clashes == []


@pytest.mark.parametrize(
    ("name", "country", "year", "expected"),
    [
        ("ISIS", None, None, "islamic-state"),
        ("Daesh", None, None, "islamic-state"),
        ("al-Shabab", None, None, "al-shabaab"),
        ("Al Shabaab", None, None, "al-shabaab"),
        ("the Shining Path", None, None, "shining-path"),
        ("ERP", "AR", None, "people-s-revolutionary-army-argentina"),
        ("ERP", "SV", None, "people-s-revolutionary-army-el-salvador"),
        ("Túpac Amaru Revolutionary Movement", None, None, "tupac-amaru-revolutionary-movement"),
        ("National Liberation Army", "MK", 2001, "national-liberation-army-macedonia"),
    ],
)
def test_find(name: str, country: str | None, year: int | None, expected: str) -> None:
    assert REGISTRY.find(name, country=country, year=year)[0].id == expected


def test_what_is_not_known_is_not_found() -> None:
    assert REGISTRY.find("Society of Friendly Gardeners") == ()
    assert REGISTRY.find("") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Al-Shabaab's fighters shelled the port.", [("Al-Shabaab's fighters", "rebel_group", "al-shabaab")]),
        ("IS said it was there.", [("IS", "rebel_group", "islamic-state")]),
        ("Is it over? It is.", []),
        (
            "Troops fought the Revolutionary Armed Forces of Colombia (FARC) rebels.",
            [
                (
                    "Revolutionary Armed Forces of Colombia (FARC) rebels",
                    "rebel_group",
                    "revolutionary-armed-forces-of-colombia",
                )
            ],
        ),
        (
            "Nigerian troops and U.S. Marines",
            [("Nigerian troops", "state_forces", None), ("U.S. Marines", "state_forces", "united-states-marine-corps")],
        ),
        ("The Kenyan-led force withdrew.", [("Kenyan-led force", "external_forces", None)]),
        ("Iran-backed militia fighters", [("Iran-backed militia fighters", "political_militia", None)]),
        ("Canadian air strikes hit it.", [("Canadian", "state_forces", None)]),
        ("The Canadian market was hit.", []),
        ("the Free Volta Liberation Army", [("Free Volta Liberation Army", "rebel_group", None)]),
        ("The Green Valley Party won the vote.", []),
        ("forces loyal to General Okoro", [("forces loyal to General Okoro", "state_forces", None)]),
        ("They told us to go.", []),
    ],
)
def test_names_in_a_text(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("gunmen", "unidentified"),
        ("Islamist militants", "unidentified"),
        ("rebels", "rebel_group"),
        ("rebel groups", "rebel_group"),
        ("left-wing guerrillas", "rebel_group"),
        ("drug cartel", "political_militia"),
        ("death squads", "political_militia"),
        ("tribesmen", "identity_militia"),
        ("Kurdish forces", "identity_militia"),
        ("government forces", "state_forces"),
        ("police officers", "state_forces"),
    ],
)
def test_generic_actors(text: str, category: str) -> None:
    (found,) = find_actors(text)
    assert (found.generic, found.category) == (True, category)


def test_names_in_a_text_that_was_in_capitals() -> None:
    assert named("a patrol of the farabundo marti national liberation front fled", recased=True) == [
        ("farabundo marti national liberation front", "rebel_group", "farabundo-marti-national-liberation-front")
    ]
    assert named("they went so far by plan", recased=True) == []
    assert named("a long shining path led uphill") == []


@pytest.mark.parametrize(
    ("text", "year", "known"),
    [
        ("The OAS sent observers.", 1962, True),
        ("The OAS sent observers.", 1989, False),
        ("The FARC released him.", 1989, True),
        ("Wagner shelled the town.", 1989, False),
        ("Wagner shelled the town.", 2022, True),
        ("LeT gunmen fled.", 2008, True),
        ("Let them go.", 2008, False),
    ],
)
def test_a_report_names_nobody_who_is_not_there_yet_or_long_gone(text: str, year: int, known: bool) -> None:
    assert any(found.entries for found in find_actors(text, year=year)) == known


def test_a_users_file_adds_and_replaces(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        f"{HEADER}\nHill Guard,HG9,rebel_group,NP,1999,2003,,my field notes\nBoko Haram,,rebel_group,NG,,,,mine\n"
    )
    registry = Registry.load(own)
    assert registry.find("HG9")[0].source == "my field notes"
    assert registry["boko-haram"].source == "mine"
    assert Registry.load()["boko-haram"].source != "mine"


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("name,kind\nX,rebel_group", "the first line must be"),
        (f"{HEADER}\nX,,tribe,NP,,,,me", "not 'tribe'"),
        (f"{HEADER}\nX,,rebel_group,Nepal,,,,me", "not 'Nepal'"),
        (f"{HEADER}\nX,,rebel_group,NP,99,,,me", "'99'"),
        (f"{HEADER}\nX,,rebel_group,NP,,,,", "needs a name and a source"),
        (f"{HEADER}\nX,,rebel_group", "more or fewer columns"),
    ],
)
def test_a_broken_file_is_refused_by_line_and_value(rows: str, complaint: str) -> None:
    with pytest.raises(DataError, match=complaint):
        read_rows("own.csv", rows)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.csv"):
        Registry.load(tmp_path / "none.csv")


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    words = split_words(text)
    assert all(text[w.start : w.end] == w.text for w in words)
    found = find_actors(text)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(
    st.lists(
        st.sampled_from(["Army", "Front", "of", "the", "rebel", "US", "-led", "force", "Xan", "units", "(", "IS"]),
        max_size=60,
    )
)
def test_hostile_runs_of_name_words_end_soon(words: list[str]) -> None:
    assert isinstance(find_actors(" ".join(words * 5)), list)


def test_folding_ignores_accents_apostrophes_and_case() -> None:
    assert fold("Da'esh") == fold("DAESH") == fold("Daésh")
