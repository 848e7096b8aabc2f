"""Files, folders, streams and JSON -> reports; and what each bad input gets."""

from __future__ import annotations

import io
import json
import os
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from variorum.errors import FormatError, LanguageError, LimitError, NotFoundError, ReportError
from variorum.intake import count, reports
from variorum.models import Report
from variorum.settings import Settings

SETTINGS = Settings()
BODY = "Eleven people died when a lorry bomb went off outside a grain market, the governor said on Monday."
FRENCH = "Onze personnes sont mortes lundi dans l'explosion d'un camion piégé devant un marché aux grains, dit-on."


def read(*paths: str | Path, **options: Any) -> list[Report | ReportError]:
    return list(reports(paths, **{"settings": SETTINGS, **options}))


def one(data: bytes | str, **options: Any) -> Report | ReportError:
    """What standard input gives that holds these bytes."""
    data = data.encode() if isinstance(data, str) else data
    (found,) = read("-", stdin=io.BytesIO(data), **options)
    return found


def report(data: bytes | str, **options: Any) -> Report:
    found = one(data, **options)
    assert isinstance(found, Report), found
    return found


def failure(kind: type[ReportError], data: bytes | str, **options: Any) -> str:
    found = one(data, **options)
    assert type(found) is kind, found
    message = str(found)
    assert "\n" not in message
    assert message.startswith("standard input")
    return message


def texts(found: list[Report | ReportError]) -> list[str]:
    return [item.text if isinstance(item, Report) else f"{type(item).__name__}: {item}" for item in found]


# Plain text


def test_a_first_line_before_a_blank_one_is_the_headline() -> None:
    found = report(f"Lorry bomb kills eleven\n\n{BODY}\n")
    assert found.title == "Lorry bomb kills eleven"
    assert found.text == f"Lorry bomb kills eleven\n\n{BODY}"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY}\n\nNobody has said that they did it.",
        f"Lorry bomb kills eleven\n{BODY}",
        f"MONDAY\n\n{BODY}",
        f"{'Lorry bomb kills eleven ' * 20}\n\n{BODY}",
        "Lorry bomb kills eleven\n\n",
        f"GRAIN TOWN, 3 May --\n\n{BODY}",
    ],
)
def test_no_headline_is_made_of_what_is_none(text: str) -> None:
    assert report(text).title is None


def test_a_headline_may_end_in_an_abbreviation_or_a_question() -> None:
    assert report(f"Eleven die in the U.S.\n\n{BODY}").title == "Eleven die in the U.S."
    assert report(f"Who bombed the market?\n\n{BODY}").title == "Who bombed the market?"


def test_newlines_are_unix_newlines_and_nothing_else_changes() -> None:
    assert report("\r\n Eleven  died.\r\rTwo\u00a0more\t“died”.\r\n").text == "Eleven  died.\n\nTwo\u00a0more\t“died”."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_its_byte_order_mark_is_read(encoding: str) -> None:
    assert report("Zwölf Tote? No: eleven, “so far”.".encode(encoding)).text == "Zwölf Tote? No: eleven, “so far”."


def test_text_that_begins_with_a_bracket_is_no_json() -> None:
    assert report(f"[TEXT] {BODY}").text == f"[TEXT] {BODY}"
    assert report(f"{{Corrected}} {BODY}").text == f"{{Corrected}} {BODY}"


def test_a_report_without_a_name_is_named_by_its_text() -> None:
    assert report(BODY).id == report(BODY).id != report(f"{BODY} More.").id


def test_what_is_set_holds_where_the_file_does_not_say_it() -> None:
    day = date(2031, 5, 3)
    found = report(BODY, published=day, publisher="The Example")
    assert (found.published, found.publisher) == (day, "The Example")
    told = json.dumps({"text": BODY, "published": "2030-01-02", "publisher": "Grain Post"})
    found = report(told, published=day, publisher="The Example")
    assert (found.published, found.publisher) == (date(2030, 1, 2), "Grain Post")


# Markdown


def markdown(tmp_path: Path, text: str) -> Report | ReportError:
    path = tmp_path / "blast.md"
    path.write_text(text, encoding="utf-8")
    return read(path)[0]


def test_markdown_loses_its_marks_and_keeps_its_words(tmp_path: Path) -> None:
    found = markdown(
        tmp_path,
        "# Lorry bomb **kills** eleven\n\nEleven people\ndied, [the governor](http://a.example) *said*.\n\n"
        "- Four were traders.\n- Seven were `drivers`.\n\n> We saw smoke.\n\n3. Last item\n\n"
        "![Smoke over the market](smoke.jpg)\n\n<div>In a box <!-- not this --></div>\n\n"
        "| Dead | Hurt |\n|---|---|\n| 11 | 30 |\n",
    )
    assert isinstance(found, Report)
    assert found.title == "Lorry bomb kills eleven"
    assert found.text.split("\n\n") == [
        "Lorry bomb kills eleven",
        "Eleven people died, the governor said.",
        "Four were traders.",
        "Seven were drivers.",
        "We saw smoke.",
        "Last item",
        "Smoke over the market",
        "In a box",
        *("Dead", "Hurt", "11", "30"),
    ]


def test_front_matter_says_what_the_report_is(tmp_path: Path) -> None:
    found = markdown(
        tmp_path,
        "---\ntitle: 'Bomb: eleven die'\noutlet: Grain Post\ndate: 2031-05-03T22:10:00Z\nurl: https://a.example/1\n"
        f"tags:\n  - war\n---\n{BODY}\n",
    )
    assert found == Report(
        id="blast",
        title="Bomb: eleven die",
        publisher="Grain Post",
        published=date(2031, 5, 3),
        url="https://a.example/1",
        text=f"Bomb: eleven die\n\n{BODY}",
    )


def test_the_headline_stands_only_once(tmp_path: Path) -> None:
    found = markdown(tmp_path, f"---\ntitle: Bomb kills eleven\n---\n\n# Bomb kills eleven\n\n{BODY}")
    assert isinstance(found, Report)
    assert found.text == f"Bomb kills eleven\n\n{BODY}"


def test_a_date_in_front_matter_that_is_none_is_an_error(tmp_path: Path) -> None:
    found = markdown(tmp_path, f"---\ndate: last Monday\n---\n{BODY}")
    assert isinstance(found, FormatError)
    assert "'last Monday'" in str(found)


@pytest.mark.parametrize("hostile", ["[" * 50_000, "*a " * 50_000, "> " * 50_000, "<!--" * 50_000, "`" * 50_000 + "a"])
def test_hostile_markdown_is_read_in_bounded_time(tmp_path: Path, hostile: str) -> None:
    assert isinstance(markdown(tmp_path, f"{hostile}\n\n{BODY}"), Report | ReportError)


# JSON


@pytest.mark.parametrize(
    "text", ["\ufeffA\r\nb \u00a0\t", " Two  spaces.\n\n\n", "A\u2028b\u0000c", "\U0001f4a5 e\u0301"]
)
def test_a_json_text_is_taken_code_point_for_code_point(text: str) -> None:
    for line in (json.dumps({"text": text}), json.dumps({"document": {"text": text}}, ensure_ascii=False)):
        assert report(line).text == text


def test_json_gives_every_field(tmp_path: Path) -> None:
    fields = {
        "id": "a-1",
        "title": "T",
        "text": BODY,
        "publisher": "P",
        "published": "2031-05-03",
        "url": "http://a.example",
    }
    expected = Report(**{**fields, "published": date(2031, 5, 3)})  # type: ignore[arg-type]
    assert report(json.dumps(fields)) == expected
    assert report(json.dumps({"document": fields, "events": [], "tolls": []}, indent=1)) == expected
    assert report(json.dumps({**fields, "series": 3, "title": None, "url": ""})).title is None


@pytest.mark.parametrize(
    "stated", ["2031-05-03", "2031-05-03T23:59:00+09:00", "2031-05-03 08:00", " 2031-05-03T01:00Z "]
)
def test_the_day_of_publication_is_the_one_that_is_written(stated: str) -> None:
    assert report(json.dumps({"text": BODY, "published": stated})).published == date(2031, 5, 3)


def test_files_without_ids_give_their_names(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps({"text": BODY}))
    (tmp_path / "many.json").write_text(json.dumps([{"text": BODY}, {"text": BODY, "id": 7}]))
    (tmp_path / "lines.jsonl").write_text("\n" + json.dumps({"text": BODY}) + "\n")
    found = read(tmp_path)
    assert [item.id for item in found if isinstance(item, Report)] == ["lines:2", "many:1", "7", "one"]


def test_values_one_after_the_other_are_reports_too(tmp_path: Path) -> None:
    path = tmp_path / "several.json"
    path.write_text("\n".join(json.dumps({"id": str(n), "text": BODY}, indent=2) for n in range(3)))
    assert [item.id for item in read(path) if isinstance(item, Report)] == ["0", "1", "2"]


def test_one_bad_item_does_not_keep_the_others_back(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    path.write_text(json.dumps([{"text": BODY}, {"headline": "x"}, 3, {"text": BODY}]))
    assert texts(read(path)) == [
        BODY,
        f"FormatError: {path}, item 2: no text in it (a report has a 'text'; this has 'headline')",
        f"FormatError: {path}, item 3: a report is a JSON object with a text, not the number 3",
        BODY,
    ]


def test_json_that_breaks_says_where(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    path.write_text(f'[{{"text": "{BODY}"}},\n {{"text": }}]')
    found = texts(read(path))
    assert found[0] == BODY
    assert found[1:] == [f"FormatError: {path}: not valid JSON: expecting value at line 2, character 11"]


def test_one_bad_line_does_not_keep_the_others_back(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    good = json.dumps({"text": BODY}).encode()
    path.write_bytes(b"\n".join([good, b"{", b"\xff{}", good]))
    first, brace, byte, last = texts(read(path))
    assert first == last == BODY
    assert brace.startswith(f"FormatError: {path}:2: not valid JSON")
    assert byte.startswith(f"FormatError: {path}:3: byte 0 (0xff, line 1) is not valid UTF-8")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({}, "no text in it (a report has a 'text'; this has nothing)"),
        ({"text": 5}, "its text must be a string, not the number 5"),
        ({"text": None}, "no text in it"),
        ({"text": " \n"}, "the report is empty"),
        ({"document": "x"}, "its document must be an object with a text, not 'x'"),
        ({"text": BODY, "published": "2031"}, "published must be a day like 2017-10-21, not '2031'"),
        ({"text": BODY, "published": "2031-02-30"}, "not '2031-02-30'"),
        ({"text": BODY, "published": 1508544000}, "published must be a string, not the number 1508544000"),
        ({"text": BODY, "title": ["x"]}, "its title must be a string, not an array"),
        ({"text": BODY, "id": True}, "its id must be a string"),
        ({"text": BODY + "\ud83d"}, f"half a character (U+D83D) at {len(BODY)}"),
        ({"text": BODY, "title": "\udc00"}, "its title has half a character"),
        ([[1]], "a report is a JSON object with a text, not an array"),
    ],
)
def test_a_json_report_that_is_none_says_why(value: object, reason: str) -> None:
    assert reason in failure(FormatError, json.dumps(value, indent=1))


@pytest.mark.parametrize("data", ['{"a":' * 100_000, "[" * 100_000, '{"text": ' + "9" * 5000 + "}", '[{"text": "'])
def test_json_bombs_are_errors(data: str) -> None:
    assert "JSON" in failure(FormatError, data)


def test_lines_are_read_as_they_come() -> None:
    """A live stream gives its first report before the second line is written."""

    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stdin, os.fdopen(writing, "wb") as pipe:
        stream = reports(["-"], settings=SETTINGS, stdin=stdin)
        for number in range(3):
            pipe.write(json.dumps({"id": str(number), "text": BODY}).encode() + b"\n")
            pipe.flush()
            found = next(stream)
            assert isinstance(found, Report)
            assert found.id == str(number)


def test_memory_stays_flat_over_any_number_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(2_000):
            file.write(json.dumps({"id": str(number), "text": f"{BODY} " * 20}) + "\n")
    stream = reports([path], settings=SETTINGS)
    for _ in range(100):
        next(stream)
    tracemalloc.start()
    try:
        rest = sum(isinstance(item, Report) for item in stream)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert rest == 1_900
    assert peak < 300_000  # bytes; the file has 4 million


# Bad input


def test_the_others_go_on(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(BODY)
    found = read(tmp_path / "none.txt", good, "", "a\0b", "http://a.example/x", good)
    assert [type(item) for item in found] == [
        NotFoundError,
        Report,
        NotFoundError,
        NotFoundError,
        NotFoundError,
        Report,
    ]
    assert str(found[0]) == f"{tmp_path / 'none.txt'}: no such file or folder"
    assert "save the page" in str(found[4])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty: there is nothing in it"),
        (b" \n\t\n", "empty: only white space in it"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 \n", "a PDF, not a report; save its text"),
        (b"PK\x03\x04\x14", "a ZIP archive or an Office document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"\x1f\x8b\x08", "gzip-compressed, not a report; unpack it first"),
        (b"{\\rtf1 x}", "an RTF document"),
        (b"x" * 257 + b"ustar", "a tar archive"),
        (b"Eleven\x00 died", "NUL bytes"),
        ("Eleven died".encode("utf-16-le"), "UTF-16 without its byte order mark"),
        (b"\x01\x02\x03\x04\x05 ok", "binary data"),
        (b"Eleven died in the caf\xe9.", "byte 22 (0xe9, line 1) is not valid UTF-8; save the file as UTF-8"),
        (b"Eleven\ndied \xed\xa0\x80", "byte 12 (0xed, line 2)"),
        (b"\xff\xfeE\x00\x00\xd8", "is not valid UTF-16-LE"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "an XML document (a feed"),
        (b"\n\n" + b"\x00" * 9000, "NUL bytes"),
        (b"Eleven died.\n" * 1000 + b"\x00", "NUL characters"),
    ],
)
def test_what_is_no_text_says_what_it_is(data: bytes, reason: str) -> None:
    assert reason in failure(FormatError, data)


@pytest.mark.parametrize("suffix", [".txt", ".json", ".html", ".md", ""])
def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"large{suffix}"
    with path.open("wb") as file:
        file.write(f"{BODY}\n".encode() * 100)
        file.truncate(50_000_000_000)  # a file of holes: it fits on no disk, and into no memory
    (found,) = read(path)
    assert isinstance(found, LimitError)


def test_fifty_megabytes_are_too_many(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(BODY.encode() * 500_000)
    (found,) = read(path)
    assert isinstance(found, LimitError)
    assert str(found).startswith(f"{path}: 49,000,000 bytes, more than 20,000,000 are read; raise $VARIORUM_MAX_BYTES")


def test_limits_hold_for_streams_lines_and_characters(tmp_path: Path) -> None:
    small = Settings(max_bytes=1000, max_characters=500)
    assert "more than 1,000 bytes" in failure(LimitError, BODY * 20, settings=small)
    assert "more than 500" in failure(LimitError, BODY * 9, settings=small)
    good, long = json.dumps({"text": BODY}), json.dumps({"text": BODY * 20})
    found = read("-", stdin=io.BytesIO(f"{good}\n{long}\n{long}\n{good}\n{long}".encode()), settings=small)
    assert [type(item) for item in found] == [Report, LimitError, LimitError, Report, LimitError]
    assert str(found[1]).startswith("standard input:2: ")
    path = tmp_path / "lines.json"  # too large to be read as one document, but its lines are not
    path.write_text(f"{good}\n" * 20)
    assert len(read(path, settings=small)) == 20
    assert all(isinstance(item, Report) for item in read(path, settings=small))


def test_devices_pipes_and_loops_are_refused(tmp_path: Path) -> None:
    pipe, loop = tmp_path / "pipe.txt", tmp_path / "loop.txt"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    found = read(pipe, "/dev/zero", loop)
    assert "a named pipe" in str(found[0])
    assert "a device" in str(found[1])
    assert "can't be read: too many levels of symbolic links" in str(found[2])


def test_what_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(BODY)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # root may read everything, so that a mode of 000 proves nothing
    assert str(read(secret)[0]) == f"{secret}: can't be read: permission denied"


def test_a_name_with_a_newline_stays_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "two\nlines\x1b[31m.txt"
    path.write_text(BODY)
    (found,) = read(path)
    assert isinstance(found, Report)
    assert found.id == "two\\nlines\\x1b[31m"
    assert "\n" not in str(read(tmp_path / "no\nfile")[0])


# Folders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/2.txt", "a/10.txt", "c.md", ".hidden.txt", ".git/x.txt", "wire", "sheet.csv"):
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{BODY} {name}")
    (tmp_path / "news" / "a" / "up").symlink_to(tmp_path / "news")
    return tmp_path / "news"


def test_a_folder_is_read_sorted_and_to_the_bottom(folder: Path) -> None:
    found = read(folder)
    ids = [item.id if isinstance(item, Report) else Path(item.name).name for item in found]
    assert ids == ["a/10", "a/2", "up", "b", "c", "sheet.csv", "wire"]
    assert "a link to a folder" in str(found[2])
    assert "in a folder, reports end in .txt" in str(found[5])


def test_a_file_named_by_itself_is_read_whatever_its_suffix(folder: Path) -> None:
    assert isinstance(read(folder / "sheet.csv")[0], Report)


def test_a_folder_with_nothing_in_it_is_an_error(tmp_path: Path) -> None:
    (found,) = read(tmp_path)
    assert isinstance(found, FormatError)
    assert "no report in this folder" in str(found)


def test_what_is_counted_is_what_comes(folder: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.txt"
    assert count([folder, nothing]) == len(read(folder, nothing)) == 8
    assert count([]) == 0
    assert count(["-"]) is None
    (folder / "x.jsonl").write_text("")
    assert count([folder]) is None
    (folder / "x.jsonl").rename(folder / "x.json").write_text(' [{"text": "x"}]')
    assert count([folder]) is None
    (folder / "x.json").write_text('{"text": "x"}')
    assert count([folder]) == 8


def test_paths_are_taken_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BODY)

    def endless() -> Iterator[Path]:
        while True:
            yield path

    stream = reports(endless(), settings=SETTINGS)
    assert [next(stream), next(stream)] == read(path) * 2


# Language


def test_another_language_is_named() -> None:
    assert "the text is in French, not English" in failure(LanguageError, FRENCH)
    assert isinstance(one(FRENCH, settings=Settings(languages=("en", "fr"))), Report)


# Anything


@hypothesis_settings(max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.too_slow])
@given(
    head=st.sampled_from(
        [b"", b"<html>", b"<!doctype html><p>", b"{", b'{"text":"', b"[{", b"---\n", b"# ", b"\xff\xfe"]
    ),
    data=st.one_of(st.binary(max_size=3000), st.text(max_size=1500).map(lambda t: t.encode("utf-8", "surrogatepass"))),
)
def test_any_bytes_give_reports_or_errors(head: bytes, data: bytes) -> None:
    for item in read("-", stdin=io.BytesIO(head + data)):
        assert isinstance(item, Report | ReportError)
        if isinstance(item, Report):
            assert item.text.strip()
            item.text.encode()  # no half characters
        else:
            assert "\n" not in str(item)
