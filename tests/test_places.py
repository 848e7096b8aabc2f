"""Places named in a text, and which places they are, in sentences as a coder would read them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from variorum.annotate.places import place_anchor, sites
from variorum.places import Gazetteer, Kind, ResolvedPlace, country_of, find, gleditsch_ward, resolve
from variorum.places.outlets import home_country, home_towns
from variorum.places.records import distance_km

PAGE = Path(__file__).parent.parent / "docs" / "places.md"


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    return Gazetteer.open()


def read(text: str, world: Gazetteer, publisher: str | None = None) -> list[ResolvedPlace]:
    places = resolve(find(text, world), world, publisher=publisher)
    for place in places:
        assert place.mention.span.of(text) == place.mention.text
    return list(places)


def at(places: list[ResolvedPlace], words: str) -> ResolvedPlace:
    """The one mention with these words that is not only a modifier, else the modifier."""
    found = [place for place in places if place.mention.text == words]
    assert found, f"{words!r} is not among {[place.mention.text for place in places]}"
    return min(found, key=lambda place: place.mention.attributive)


def rows() -> list[list[str]]:
    table = PAGE.read_text("utf-8").split("## Expressions and results")[1]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if "[" in line]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_the_table_of_the_page(row: list[str], world: Gazetteer) -> None:
    marked, kind, country, where_prec, name = row
    wanted = re.search(r"\[(.*?)\]", marked)
    assert wanted is not None
    words = wanted.group(1).split(",")[0]
    place = at(
        read(marked.replace("[", "").replace("]", ""), world), words if kind != "neighbourhood" else wanted.group(1)
    )
    assert place.mention.kind == kind
    assert (place.country or "") == country
    assert str(place.where_prec) == where_prec
    assert (place.entry.name if place.entry else "") == name


@pytest.mark.parametrize(
    "text",
    [
        'Jordan Smith was there. "I saw it," Jordan said.',
        "Mr. Lincoln and Gen. Houston met.",
        "Paris Hilton sang.",
        "The police said Friday that nobody was hurt in March.",
        "Boko Haram and Hamas fighters fled.",
        "Reading is a nice hobby. Most people like it.",
    ],
)
def test_people_and_ordinary_words_are_no_places(text: str, world: Gazetteer) -> None:
    assert [place.mention.text for place in read(text, world)] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Washington Post wrote so.", "Washington"),
        ("Fighters of the Islamic State of Iraq fled.", "Iraq"),
        ("Alexandria police were called.", "Alexandria"),
        ("The Bank of England acted.", "England"),
    ],
)
def test_names_inside_organisations_only_modify(text: str, name: str, world: Gazetteer) -> None:
    sites_found = [
        p.mention.text for p in read(text, world) if not p.mention.attributive and p.mention.kind is not Kind.FACILITY
    ]
    assert name not in sites_found or text.startswith("Alexandria")


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("A fire broke out in Alexandria, La., on Monday.", "Alexandria", "US.LA"),
        ("A fire broke out in Alexandria, Egypt, on Monday.", "Alexandria", "EG.06"),
        ("Police in Paris, Texas, arrested a man.", "Paris", "US.TX"),
        ("Police in Paris arrested a man; French officials praised them.", "Paris", "FR.11"),
        ("Beni and Goma in North Kivu saw fighting.", "Beni", "CD"),
        ("In Benin, officials from Cotonou and Porto-Novo met.", "Porto-Novo", "BJ"),
    ],
)
def test_one_name_of_many_places(text: str, words: str, code: str, world: Gazetteer) -> None:
    place = at(read(text, world), words)
    assert place.entry is not None
    assert place.entry.code.startswith(code)
    assert place.reason


def test_alternatives_are_shown(world: Gazetteer) -> None:
    place = at(read("A fire broke out in Springfield, Missouri.", world), "Springfield")
    assert place.admin1 == "Missouri"
    assert any(other.admin1 == "US.IL" for other in place.alternatives)


def test_a_local_paper_writes_of_its_own_town(world: Gazetteer) -> None:
    text = "Officers were called to a home in Columbia early Monday."
    assert at(read(text, world, publisher="thestate.com"), "Columbia").admin1 == "South Carolina"
    assert home_towns("Dallas Morning News", world)[0].admin1 == "US.TX"
    assert home_towns("The Hindu", world) == ()
    assert home_country("https://www.dawn.com/news/1") == "PK"
    assert home_country("www.abc.net.au") == "AU"
    assert home_country("example.com") is None
    assert home_country("www.kxyz.com") == "US"  # the call sign of a station


def test_american_addresses_speak_for_an_american_town(world: Gazetteer) -> None:
    text = "Two men were shot in the 300 block of Elm Street in Plymouth, the county Sheriff's Office said. "
    text += "Officers were called to the 100 block of Oak Street soon after."
    assert at(read(text, world, publisher="example.com"), "300 block of Elm Street").country == "US"


def test_a_local_paper_writes_of_no_namesake_abroad(world: Gazetteer) -> None:
    text = "A man was shot in the Bordeaux neighborhood of Nashville. Police in Nashville, Tennessee, seek two men."
    assert at(read(text, world, publisher="wsmv.com"), "Bordeaux neighborhood").country != "FR"


def test_slums_are_quarters_of_a_town(world: Gazetteer) -> None:
    place = at(read("Gangs fought in the Kolobara slums of Nairobi, Kenya.", world), "Kolobara slums")
    assert (place.mention.kind, place.country) == (Kind.NEIGHBOURHOOD, "KE")


def test_unknown_names_stay_without_coordinates(world: Gazetteer) -> None:
    place = at(read("Syria: three were killed in the village of Qwertiyeh near Aleppo.", world), "Qwertiyeh")
    assert (place.lat, place.geonames_id, place.country) == (None, None, "SY")
    assert place.where_prec is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Two men were shot in the Basra suburb of Qurmat Basim on Friday.", "Qurmat Basim"),
        ("A mine went off in Zelkhan District of Helmand province.", "Zelkhan District"),
        ("Rebels stormed the hilltop village of Tal Arwad, in Syria.", "Tal Arwad"),
        ("Troops took the town of Abu Sarmin at dawn in Syria.", "Abu Sarmin"),
        ("Gunmen raided four villages: Dambore, Wakunje and Tabilo in Nigeria.", "Wakunje"),
        ("Mortars hit the settlements of Harbaja (twice), Orashat and Denuba in Syria.", "Orashat"),
        ("The army opened an offensive on Hirbasim, Syria.", "Hirbasim"),
        ("Jets bombed Ponarin, some 30 km from Jaffna, in Sri Lanka.", "Ponarin"),
        ("A blast hit the Iraqi town of Dhulabira Friday morning.", "Dhulabira"),
        ("Three died in a place called Teibalo, in Ethiopia.", "Teibalo"),
        ("Police found the bodies at Arthamal of Nuwakot district in Nepal.", "Arthamal"),
    ],
)
def test_the_grammar_shows_a_place_that_no_list_has(text: str, words: str, world: Gazetteer) -> None:
    assert at(read(text, world), words).mention.rank >= 3


def test_a_capital_that_is_named_is_one_place(world: Gazetteer) -> None:
    found = [p.mention.text for p in read("He was shot in the Sri Lankan capital, Colombo, on Friday.", world)]
    assert "Colombo" in found
    assert not any(words.endswith("capital") for words in found)


def test_a_word_of_a_street_is_no_town_abroad(world: Gazetteer) -> None:
    places = read("He was found at 1700 Vine Street, the Metropolitan Police Department said.", world)
    assert {place.country for place in places} <= {None}


def test_a_distant_namesake_is_not_taken(world: Gazetteer) -> None:
    text = "In Syria, troops entered Aleppo and Homs. Shells fell on Ferdous, the Syrian army said. Damascus was calm."
    assert all(place.country == "SY" for place in read(text, world))


def test_an_offset_is_a_point_with_its_uncertainty(world: Gazetteer) -> None:
    places = read("A mine went off 30 km north-west of Mosul, Iraq.", world)
    away, mosul = at(places, "30 km north-west of Mosul"), at(places, "Mosul")
    assert away.mention.offset is not None
    assert (away.mention.offset.km, away.mention.offset.bearing) == (30.0, 315.0)
    here, there = (mosul.lat or 0, mosul.lon or 0), (away.lat or 0, away.lon or 0)
    assert there[0] > here[0]
    assert there[1] < here[1]
    assert distance_km(*here, *there) == pytest.approx(30, abs=0.5)
    assert away.radius_km == pytest.approx(11.5, abs=0.5)
    assert (away.where_prec, away.geo_precision) == (5, 3)


def test_a_distance_without_a_direction_is_a_ring(world: Gazetteer) -> None:
    (ring,) = [p for p in read("It was about 80 miles from Cairo, in Egypt.", world) if p.mention.kind is Kind.OFFSET]
    assert ring.radius_km == pytest.approx(80 * 1.609344 * 1.25, abs=0.5)


def test_the_capital_is_that_of_the_country_around(world: Gazetteer) -> None:
    place = at(
        read("Officials in Kampala and Gulu spoke. Uganda was calm, and so was the capital.", world), "the capital"
    )
    assert place.entry is not None
    assert place.entry.name == "Kampala"


def test_facilities_get_their_town(world: Gazetteer) -> None:
    places = read("KABUL, Afghanistan (AP) - A bomb hit the Zarnegar Hotel and Kabul University on Monday.", world)
    assert at(places, "Zarnegar Hotel").locality == "Kabul"
    university = at(places, "Kabul University")
    assert (university.locality, university.mention.rank, university.geonames_id) == ("Kabul", 7, None)
    assert at(places, "KABUL").mention.dateline


def test_an_embassy_is_not_in_its_own_country(world: Gazetteer) -> None:
    assert (
        at(read("A mob burned the U.S. Embassy in Tunis, the Tunisian capital.", world), "U.S. Embassy").country == "TN"
    )


def test_prio_grid_cell(world: Gazetteer) -> None:
    cairo = at(read("It was calm in Cairo, Egypt.", world), "Cairo")
    assert cairo.prio_grid == (120 * 2) * 720 + 422 + 1


@pytest.mark.parametrize(
    ("phrase", "iso"),
    [
        ("Egyptian police", "EG"),
        ("Afghan", "AF"),
        ("U.S.", "US"),
        ("the US military", "US"),
        ("told us", None),
        ("Burma's army", "MM"),
        ("South African miners", "ZA"),
        ("Iran and Iraq", None),
        ("Congolese soldiers", None),
        ("the Soviet Union", "RU"),
        ("British tourists", "GB"),
        ("a farmer", None),
        ("", None),
        ("North Korean", "KP"),
        ("Israelis", "IL"),
        ("polish the car", None),
    ],
)
def test_country_of(phrase: str, iso: str | None) -> None:
    assert country_of(phrase) == iso


def test_gleditsch_ward_numbers() -> None:
    assert (gleditsch_ward("EG"), gleditsch_ward("RS"), gleditsch_ward("PS"), gleditsch_ward("??")) == (
        651,
        340,
        None,
        None,
    )


PIECES = st.sampled_from(
    [
        "Kabul",
        "the",
        "of",
        "in",
        "near",
        "al-",
        "Mr.",
        "30 km",
        "north",
        "U.S.",
        ",",
        ".",
        "\n\n",
        "St.",
        "'s",
        "University",
        "capital",
        "Third Avenue",
        "’",
        "é",
        "\u202e",
        "İstanbul",
        "ß",
        "100",
        "district",
        "and",
        "ALEPPO",
        "(AP) --",
        "-",
        "Washington",
        "Jordan",
        "said",
    ],
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=25).map(" ".join))
def test_no_text_breaks_the_reader(text: str) -> None:
    world = Gazetteer.open()
    places = resolve(find(text, world), world)
    assert [p.mention.span for p in places] == [m.span for m in find(text, world)]
    for place in places:
        assert place.mention.span.of(text) == place.mention.text != ""
        assert (place.lat is None) == (place.lon is None)
        assert place.lat is None or (-90 <= place.lat <= 90 and -180 <= (place.lon or 0) <= 180)


def test_long_hostile_text_takes_bounded_time(world: Gazetteer) -> None:
    for text in (
        "St. " * 20_000,
        "Al-" * 20_000,
        "the capital " * 5_000,
        "A" * 200_000,
        "1 " * 50_000,
        "North " * 20_000,
    ):
        find(text, world)


def test_the_component_keeps_offsets_and_kinds() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("variorum_places")
    doc = nlp("The Egyptian army struck in Sheikh Zuweid, North Sinai.")
    found = {span.text: (span._.place_kind, span._.place.country) for span in doc.spans["places"]}
    assert found["North Sinai"] == (Kind.ADMIN1, "EG")
    assert found["Egyptian"][0] is Kind.DEMONYM
    assert "Egyptian" not in [span.text for span in sites(doc)]
    assert all(doc.text[s._.place.span.start : s._.place.span.end] == s._.place.text for s in doc.spans["places"])
    assert place_anchor(doc, doc.spans["places"][0]).i >= 0
