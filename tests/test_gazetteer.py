"""The gazetteer file: built once, found broken when it is, shared by processes; and what it knows."""

from __future__ import annotations

import re
import shutil
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from variorum.errors import DataError
from variorum.places import Gazetteer, Kind, build
from variorum.places.lexicon import countries, read
from variorum.places.names import key, loose_key, without_article

MALTA = frozenset({"MT"})


@pytest.fixture(scope="session")
def malta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gazetteer file of Malta alone: quick to build."""
    path = tmp_path_factory.mktemp("malta") / "gazetteer.sqlite"
    Gazetteer.open(path, only=MALTA).close()
    return path


@pytest.fixture
def copy(malta: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(malta, tmp_path / "gazetteer.sqlite"))


def test_a_file_that_is_whole_is_used_as_it_is(malta: Path) -> None:
    built = malta.stat().st_mtime_ns
    gazetteer = Gazetteer.open(malta, only=MALTA)
    assert malta.stat().st_mtime_ns == built
    valletta = gazetteer.capital("MT")
    assert valletta is not None
    assert (valletta.name, valletta.country, valletta.kind) == ("Valletta", "MT", Kind.CITY)
    assert not malta.with_name("gazetteer.sqlite.partial").exists()


def test_licences_travel_in_the_file(malta: Path) -> None:
    licences = Gazetteer.open(malta, only=MALTA).licences()
    assert "CC BY 4.0" in licences["GeoNames"]
    assert set(licences) == {"GeoNames", "iso-codes", "CLDR", "Variorum"}


def test_a_truncated_file_is_detected_and_rebuilt(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-5000])
    assert re.match("it is (truncated|broken)", build.fault(copy, MALTA) or "")
    assert Gazetteer.open(copy, only=MALTA).lookup("Valletta")
    assert build.fault(copy, MALTA) is None


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\x00" + bytes(3000)])
def test_a_file_that_is_no_gazetteer_is_detected(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "gazetteer.sqlite"
    path.write_bytes(content)
    assert build.fault(path) is not None


def test_a_file_of_another_version_is_detected(copy: Path) -> None:
    with sqlite3.connect(copy) as connection:
        connection.execute("UPDATE meta SET value = '0; older' WHERE key = 'fingerprint'")
    connection.close()
    assert build.fault(copy, MALTA) == "it was built by another version"
    assert build.fault(copy) == "it was built by another version"


def break_inside(path: Path) -> None:
    """Leaves the first page, by which a file is known, and the size."""
    pages = bytearray(path.read_bytes())
    pages[4096:] = b"\xff" * (len(pages) - 4096)
    path.write_bytes(bytes(pages))


def test_a_page_that_is_broken_inside_is_found_and_the_file_rebuilt(copy: Path) -> None:
    gazetteer = Gazetteer(copy, MALTA)
    break_inside(copy)
    assert not build.is_sound(copy)
    assert [place.kind for place in gazetteer.lookup("Valletta")] == [Kind.CITY, Kind.ADMIN1]
    assert build.is_sound(copy)


def test_a_broken_file_that_can_not_be_rebuilt_is_reported_with_the_way_out(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gazetteer = Gazetteer(copy, MALTA)
    break_inside(copy)
    monkeypatch.setattr(build, "build", lambda *_, **__: None)
    with pytest.raises(DataError, match="delete the file"):
        gazetteer.lookup("Valletta")


def test_builders_wait_for_one_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, malta: Path) -> None:
    writes = []

    def slow(path: Path, *_: object) -> None:
        writes.append(path)
        time.sleep(0.3)
        shutil.copy(malta, path)

    monkeypatch.setattr(build, "_write", slow)
    target = tmp_path / "gazetteer.sqlite"
    threads = [threading.Thread(target=build.build, args=(target,), kwargs={"only": MALTA}) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(writes) == 1
    assert build.fault(target, MALTA) is None


def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("in the way")
    with pytest.raises(DataError, match="VARIORUM_DATA"):
        Gazetteer.open(blocker / "gazetteer.sqlite", only=MALTA)


def test_an_unknown_country_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="'QQ'"):
        Gazetteer.open(tmp_path / "gazetteer.sqlite", only=frozenset({"QQ"}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Étienne", "St. Etienne"),
        ("The Gambia", "Gambia"),
        ("U.S.", "US"),
        ("Mount Sinjar", "Mt. Sinjar"),
        ("Łódź", "Lodz"),
        ("Sana'a", "Sanaa"),
    ],
)
def test_spellings_with_one_key(one: str, other: str) -> None:
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("el-Bawity", "Al Bawīţī"),
        ("Bahariya", "Baharia"),
        ("Urgun", "Urgon"),
        ("Mazar-i-Sharif", "Mazar-e-Sharif"),
        ("Sheikh Zuweid", "Ash Shaykh Zuwayd"),
        ("Deir ez-Zor", "Dayr az Zawr"),
    ],
)
def test_transliterations_with_one_loose_key(one: str, other: str) -> None:
    assert loose_key(one) == loose_key(other) is not None


def test_short_names_have_no_loose_key() -> None:
    assert loose_key("Ur") is None
    assert loose_key("القاهرة") is None


def test_articles() -> None:
    assert without_article("al-Midan") == "Midan"
    assert without_article("El Arish") == "Arish"
    assert without_article("Aleppo") is None


def test_the_list_of_regions_is_sound() -> None:
    table = read("regions.toml")
    regions = table["regions"]
    names = [key(row["name"]) for row in regions]
    assert len(regions) >= 400
    assert len(set(names)) == len(names)
    for row in regions:
        lat, lon = row["point"]
        assert -90 <= lat <= 90, row
        assert -180 <= lon <= 180, row
        assert row["extent_km"] > 0, row
        assert set(row["countries"]) <= countries().keys() | {"CX", "FK"}, row
        assert row["source"] in table["sources"], row


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Sinai", "EG"), ("Western Desert", "EG"), ("Bahariya Oasis", "EG"), ("Darfur", "SD"), ("Gaza Strip", "PS"),
        ("Niger Delta", "NG"), ("Helmand Valley", "AF"), ("Donbas", "UA"), ("Burma", "MM"), ("Upper Volta", "BF"),
        ("Zaire", "CD"), ("القاهرة", "EG"), ("Москва", "RU"), ("Bombay", "IN"), ("Saigon", "VN"), ("North Sinai", "EG"),
    ],
)  # fmt: skip
def test_names_that_reports_use(world: Gazetteer, name: str, country: str) -> None:
    assert country in {iso for place in world.lookup(name)[:3] for iso in place.countries}


def test_regions_across_borders_have_no_one_country(world: Gazetteer) -> None:
    (sahel,) = [place for place in world.lookup("Sahel") if place.kind is Kind.REGION]
    assert sahel.country is None
    assert {"ML", "NE", "BF"} <= set(sahel.countries)


def test_demonyms(world: Gazetteer) -> None:
    assert [place.country for place in world.demonym("Egyptians")] == ["EG"]
    assert {place.country for place in world.demonym("Congolese")} == {"CD", "CG"}
    assert world.demonym("Zebra") == ()


def test_abbreviations_mind_the_case(world: Gazetteer) -> None:
    assert [place.name for place in world.abbreviation("Calif.")] == ["California"]
    assert [place.name for place in world.abbreviation("LA")] == ["Louisiana"]
    assert world.abbreviation("la") == ()


def test_a_look_up_is_quick(world: Gazetteer) -> None:
    names = [f"{name} {ending}".strip() for name in ("Springfield", "Nowhere", "Kabul") for ending in ("", "x", "City")]
    world.lookup("warm up")
    began = time.perf_counter()
    for name in names:
        world.lookup(name)
    assert (time.perf_counter() - began) / len(names) < 0.01  # ten times what a busy machine needs


def test_hostile_names_find_nothing(world: Gazetteer) -> None:
    for name in ("", " ", "'; DROP TABLE place; --", "\x00", "%", "*", "a" * 100_000, "\ud800"):
        assert world.lookup(name) == ()
        assert world.lookup_loose(name) == ()
