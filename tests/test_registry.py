"""The registry of actors as data: sources, names that belong to one entry, parents and successors that exist."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from variorum.actors.listing import list_actors
from variorum.actors.registry import Entry, Registry, lay_on_top, resolve, split_words
from variorum.actors.services import force_of
from variorum.errors import DataError
from variorum.pipeline import read

REGISTRY = Registry.load()


def test_it_has_groups_forces_and_services_of_the_whole_world() -> None:
    assert len(REGISTRY.entries) >= 1_500
    assert len([e for e in REGISTRY.entries if not e.name.startswith("Government of")]) >= 1_500
    assert len({country for e in REGISTRY.entries for country in e.countries}) >= 190


def test_every_entry_has_a_source_that_can_be_looked_up() -> None:
    assert [e.name for e in REGISTRY.entries if not e.source.startswith("Wikipedia: ") or len(e.source) < 14] == []


def test_no_two_entries_claim_one_unambiguous_name() -> None:
    """Namesakes are told apart by brackets in all names but one; abbreviations and names in small letters are nobody's
    alone."""
    bearers: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for entry in REGISTRY.entries:
        for name in entry.names:
            words = [w for w in split_words(name) if w.key not in ("the", "al", "el")]
            short = len(words) == 1 and sum(c.isupper() for c in words[0].text) > 1
            if words and not short and name[:1].isupper():
                qualified = entry.name.endswith(")") and name == entry.names[0]
                bearers[" ".join(w.key for w in words)].add((entry.name, qualified))
    claimed = {name: who for name, who in bearers.items() if sum(not qualified for _, qualified in who) > 1}
    assert claimed == {}


def test_parents_and_successors_are_entries_and_years_run_forward() -> None:
    names = {e.name for e in REGISTRY.entries}
    assert [e.name for e in REGISTRY.entries if e.parent and e.parent not in names] == []
    assert [e.name for e in REGISTRY.entries if e.successor and e.successor not in names] == []
    assert [e.name for e in REGISTRY.entries if e.since and e.until and e.since > e.until] == []


@pytest.mark.parametrize(
    ("name", "country", "year", "entry"),
    [
        ("Daesh", None, None, "islamic-state"),
        ("Wilayat Sinai", "EG", 2016, "islamic-state-sinai-province"),
        ("Ansar al-Sharia", "LY", 2013, "ansar-al-sharia-libya"),
        ("ADF", "CD", 2021, "allied-democratic-forces"),
        ("SLA", "LB", 1985, "south-lebanon-army"),
        ("Republican Guard", "YE", 2011, "republican-guard-yemen"),
    ],
)
def test_country_and_year_decide_between_namesakes(
    name: str, country: str | None, year: int | None, entry: str
) -> None:
    best, _ = resolve(REGISTRY.find(name), country=country, year=year)
    assert best is not None
    assert best.id == entry


def test_a_name_of_several_is_not_given_to_a_stranger_and_keeps_its_alternatives() -> None:
    best, others = resolve(REGISTRY.find("Ansar al-Sharia"), country="PH")
    assert best is None
    assert len(others) == 3


def test_company_decides_where_country_and_year_do_not() -> None:
    def made(name: str, parent: str | None) -> Entry:
        return replace(REGISTRY["hasm-movement"], id=name, name=name, countries=("XX",), parent=parent)

    best, _ = resolve([made("a", None), made("b", "The Front")], country="XX", beside=["The Front"])
    assert best is not None
    assert best.id == "b"


@pytest.mark.parametrize(
    ("words", "country", "name"),
    [
        ("policemen", "EG", "Police Forces of Egypt"),
        ("Egyptian soldiers", "EG", "Military Forces of Egypt"),
        ("Syrian regime", "SY", "Government of Syria"),
        ("Israel", "IL", "Government of Israel"),
        ("troops", "KE", "Military Forces of Kenya"),
    ],
)
def test_an_unnamed_force_is_named_by_country_and_service(words: str, country: str, name: str) -> None:
    found = force_of(words, country)
    assert found is not None
    assert found.name == name


HEADER = "name,aliases,kind,countries,since,until,parent,successor,source\n"


def test_a_users_file_lies_on_top(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(
        HEADER + "Police Forces of Egypt (2014-),,state_forces,EG,2014,,Government of Egypt,,own file\n"
        "Lions of Anywhere,LOA,rebel_group,EG,2015,,,,own file\n",
        "utf-8",
    )
    try:
        lay_on_top(mine)
        named = {one.text: one.entry and one.entry.name for one in list_actors("LOA fighters shot two soldiers.")}
        assert named["LOA fighters"] == "Lions of Anywhere"
        assert Registry.load().find("Lions of Anywhere")[0].source == "own file"
    finally:
        lay_on_top()
    assert Registry.load().find("Lions of Anywhere") == ()


def test_a_users_file_that_cant_be_used_says_where(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(HEADER + "Lions,,rebels,EG,,,,,own\n", "utf-8")
    with pytest.raises(DataError, match="line 2"):
        lay_on_top(mine)
    assert Registry.load() is REGISTRY


def test_an_event_carries_the_entries_of_its_actors() -> None:
    found = read("Ansar al-Sharia gunmen killed three soldiers in Benghazi on Friday, officials said.").events[0]
    assert [(a.name, a.alternatives) for a in found.actors] == [
        ("Ansar al-Sharia (Libya)", ("ansar-al-sharia-tunisia", "ansar-al-sharia-yemen")),
        ("Military Forces of Libya", ()),
    ]
