"""A registry of armed groups, forces and services: what they are called, what they are, where and when they fought.

The entries are rows of `data/actors/*.csv`, one line an actor; a user's own file of the same columns can be laid on
top.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from variorum.errors import DataError

KINDS = ("state_forces", "external_forces", "rebel_group", "political_militia", "identity_militia")
COLUMNS = ("name", "aliases", "kind", "countries", "since", "until", "parent", "successor", "source")
_JOINING = frozenset({" ", "\n", "-", "\u2013", "\u2010", "\u2011", ""})
_ARTICLES = frozenset({"the", "al", "el"})
_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’`][^\W_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One armed group, force or service.

    id: name in small letters, hyphenated; countries: ISO 3166-1 alpha-2 codes where it is at home or fights; since,
    until: years, None where open or not known; parent: name of the actor that it belongs to or came from; successor:
    name of the one that it became; source: where the facts are from.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    countries: tuple[str, ...]
    since: int | None
    until: int | None
    parent: str | None
    source: str
    successor: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The name (without what tells namesakes apart) and all aliases."""
        return (re.sub(r"\s*\([^)]*\)$", "", self.name), *self.aliases)

    def existed(self, year: int) -> bool:
        return (self.since or 0) <= year <= (self.until or 9999)


class Word(NamedTuple):  # made for every word of a text, at a third of a dataclass's cost
    """A word of a text, folded; start and end are its offsets, gap is what stands before it."""

    text: str
    key: str
    start: int
    end: int
    gap: str

    @property
    def joined(self) -> bool:
        """Whether only a space or hyphen parts it from the word before."""
        return self.gap in _JOINING


@dataclass(frozen=True, slots=True)
class Mention:
    """Words first to last (last excluded) of a text that name one of `entries`."""

    first: int
    last: int
    entries: tuple[Entry, ...]


def fold(text: str) -> str:
    """Small letters without accents, apostrophes and dots."""
    if text.isascii() and text.isalnum():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if c.isalnum()).casefold()


def split_words(text: str) -> list[Word]:
    """The words of a text with their offsets; hyphens part words, an apostrophe does not."""
    out: list[Word] = []
    at = 0
    for match in _WORD.finditer(text):
        gap = text[at : match.start()]
        out.append(Word(match.group(), fold(match.group()), match.start(), match.end(), gap))
        at = match.end()
    return out


def _keys(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(w.key for w in words if w.key not in _ARTICLES)


@dataclass(frozen=True, slots=True)
class _Alias:
    key: tuple[str, ...]
    capitals: tuple[bool, ...]
    shouted: bool
    entries: tuple[Entry, ...]

    def entries_of(self, year: int) -> tuple[Entry, ...]:
        """The entries that a report of that year can mean: OAS is no longer who it was in 1961."""
        gone = year - _LONG_AGO if self.shouted else 0
        return tuple(e for e in self.entries if (e.since or 0) <= year + 1 and (e.until or year) >= gone)


_LONG_AGO = 25
"""Years after which an abbreviation no longer means who once bore it."""


class Registry:
    """Entries with a quick way from the words of a text to them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Raises DataError where two entries have the same id."""
        self.entries = tuple(entries)
        self._by_id: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.id in self._by_id:
                raise DataError(f"two actors are called {entry.name!r}")
            self._by_id[entry.id] = entry
        self._by_key: dict[tuple[str, ...], list[Entry]] = {}
        self._by_first: dict[str, list[_Alias]] = {}
        self._index()

    @classmethod
    def load(cls, *extra: Path) -> Registry:
        """The registry that comes with the package, with the user's own files on top: a row there replaces one of the
        same name. Without files those that `lay_on_top` named last.

        Raises DataError where a file is missing, has other columns or a value that can't be.
        """
        return _with(extra or _on_top)

    def __getitem__(self, entry_id: str) -> Entry:
        """Raises KeyError for an unknown id."""
        return self._by_id[entry_id]

    def find(self, name: str, *, country: str | None = None, year: int | None = None) -> tuple[Entry, ...]:
        """The entries called so, the likeliest first: those of the country and year before others; () where none is
        known."""
        key = _keys(split_words(name))
        found = self._by_key.get(key) or self._by_key.get(_singular(key)) or []
        return rank(found, country=country, year=year)

    def near(self, name: str) -> tuple[str, ...]:
        """Up to three names of entries that are spelled nearly so."""
        known = {fold(alias): alias for entry in self.entries for alias in entry.names}
        return tuple(known[key] for key in get_close_matches(fold(name), known, n=3, cutoff=0.75))

    def mentions(self, words: Sequence[Word], *, recased: bool = False, year: int | None = None) -> Iterator[Mention]:
        """The names of entries among the words of a text, the longest at each place, none overlapping.

        recased: the text was in capitals and got small letters by guess, so that a name's capitals prove nothing.
        year: when it was published; it names nobody who was not there yet, nor by abbreviation who is long gone.
        """
        at = 0
        while at < len(words):
            first = words[at].key
            known = first in _ARTICLES or first in self._by_first or first.removesuffix("s") in self._by_first
            found = self._at(words, at, recased, year) if known else None
            if found is None:
                at += 1
                continue
            yield found
            at = found.last

    def _at(self, words: Sequence[Word], at: int, recased: bool, year: int | None) -> Mention | None:
        start = at
        while (
            at < len(words)
            and words[at].key in _ARTICLES
            and at + 1 < len(words)
            and words[at + 1].joined
            and words[at].key != "the"
        ):
            at += 1
        if at >= len(words):
            return None
        first, second = words[at].key, _key_after(words, at)
        for alias in self._by_first.get(first, ()) or self._by_first.get(first.removesuffix("s"), ()):
            if len(alias.key) > 1 and not second.startswith(alias.key[1]):
                continue  # quicker than to match the whole name, and a last word may have an "s" more
            last = _matched(alias, words, at, recased)
            entries = alias.entries if year is None else alias.entries_of(year)
            if last is not None and entries:
                return Mention(start, last, entries)
        return None

    def _index(self) -> None:
        spelled: dict[tuple[str, ...], tuple[list[Word], list[Entry]]] = {}
        for entry in self.entries:
            for name in entry.names:
                words = [w for w in split_words(name) if w.key not in _ARTICLES]
                key = tuple(w.key for w in words)
                if not key:
                    continue
                spelled.setdefault(key, (words, []))[1].append(entry)
        for key, (words, entries) in spelled.items():
            unique = list(dict.fromkeys(entries))
            self._by_key[key] = unique
            shouted = len(words) == 1 and _shouted(words[0].text) and len(words[0].text) > 1
            if shouted and len(words[0].text) == 2 and words[0].text != "IS":
                continue  # "SL", "CV": too short to be told from initials in running text; `find` still knows them
            capitals = tuple(w.text[:1].isupper() for w in words)
            self._by_first.setdefault(key[0], []).append(_Alias(key, capitals, shouted, tuple(unique)))
        for aliases in self._by_first.values():
            aliases.sort(key=lambda a: -len(a.key))


def _singular(key: tuple[str, ...]) -> tuple[str, ...]:
    return (*key[:-1], key[-1].removesuffix("s")) if key else key


def _key_after(words: Sequence[Word], at: int) -> str:
    """The key of the next word that can go on a name, "" at the end of the text."""
    here = at + 1
    while here < len(words) and words[here].key in _ARTICLES and words[here].joined:
        here += 1
    return words[here].key if here < len(words) else ""


def _matched(alias: _Alias, words: Sequence[Word], at: int, recased: bool) -> int | None:
    """Where the alias ends if it stands at this word: same words, capitals where the name has them."""
    here = at
    for i, part in enumerate(alias.key):
        while i and here < len(words) and words[here].key in _ARTICLES and words[here].joined:
            here += 1
        if here >= len(words) or (i and not words[here].joined):
            return None
        word = words[here]
        last = i == len(alias.key) - 1
        if word.key != part and not (last and word.key == part + "s" and (word.text.endswith(("'s", "’s", "s")))):
            return None
        lost = recased and not (len(alias.key) == 1 and part in _ALSO_WORDS)
        if alias.capitals[i] and not word.text[:1].isupper() and not lost:
            return None
        here += 1
    if alias.shouted and not _shouted(words[at].text) and not _guessed(words[at], alias.key[0], recased):
        return None
    return here


_ALSO_WORDS = frozenset(
    "far mas plan pac model map mit plot ira eta elf bra esa art fan pan apla base isi ait asa avc mir mano mlc "
    "mend gal nar nas rap rod rss rail sad sas bir bla cam cap arena orden brand swat march mars gatia order "
    "fact facts let tip jam ana born ars "
    "adc base bin boss bland crs das fib fan its mass mia mit omon ram raw rada raid rota side arc".split()
)
"""Names and abbreviations that without capitals would be words or other names."""


def _guessed(word: Word, key: str, recased: bool) -> bool:
    """Whether an abbreviation may have lost its capitals: always where the text did, else "Fmln", which is no word."""
    if len(key) < 3 or key in _ALSO_WORDS:
        return False
    return recased or (word.text.istitle() and (len(key) > 3 or not set(key) & set("aeiouy")))


def _shouted(word: str) -> bool:
    """Whether a word is an abbreviation in capitals, or begins and ends with one: "LeT"."""
    if len(word) > 2 and word[0].isupper() and word[-1].isupper():
        return True
    return re.sub(r"['’]s$|(?<=[A-Z]{2})s$", "", word).replace(".", "").isupper()


def rank(entries: Iterable[Entry], *, country: str | None = None, year: int | None = None) -> tuple[Entry, ...]:
    """Entries of that country and year first, otherwise in the order given; all of them stay."""
    return tuple(sorted(entries, key=lambda entry: _misfit(entry, country, year)))


def resolve(
    entries: Iterable[Entry], *, country: str | None = None, year: int | None = None, beside: Iterable[str] = ()
) -> tuple[Entry | None, tuple[Entry, ...]]:
    """Which of the entries that share a name is meant, and the others that it could be.

    The country where it happens decides, then the year, then whether one of the actors beside it (names or ids) is its
    parent, its child or at home in the same country. None, with all of them as alternatives, where no entry is of the
    country: a name that several bear is not given to a stranger.
    """
    ranked = rank(entries, country=country, year=year)
    if len(ranked) < 2:
        return (ranked[0] if ranked else None), ()
    company = frozenset(beside)
    if company:
        ranked = tuple(sorted(ranked, key=lambda e: (_misfit(e, country, year), not {e.parent, e.successor} & company)))
    if country is not None and country not in ranked[0].countries and ranked[0].countries:
        return None, ranked
    return ranked[0], ranked[1:]


def _misfit(entry: Entry, country: str | None, year: int | None) -> tuple[bool, bool]:
    return (country is not None and country not in entry.countries, year is not None and not entry.existed(year))


_on_top: tuple[Path, ...] = ()


def lay_on_top(*files: Path) -> None:
    """From now on the registry of this process is the package's with these files of the user's on top; without files
    the package's alone. Raises DataError where one can't be used.
    """
    global _on_top  # noqa: PLW0603 - the one registry that the finders of this process share
    _with(files)
    _on_top = files


@cache
def _with(extra: tuple[Path, ...]) -> Registry:
    return _shipped() if not extra else Registry(_merged(_shipped().entries, extra))


@cache
def _shipped() -> Registry:
    folder = files("variorum") / "data" / "actors"
    rows: list[Entry] = []
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".csv"):
            rows += read_rows(file.name, file.read_text("utf-8"))
    return Registry(rows)


def _merged(entries: Iterable[Entry], extra: Iterable[Path]) -> list[Entry]:
    merged = {entry.id: entry for entry in entries}
    for path in extra:
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"the file of actors {path} can't be read: {error}") from error
        merged |= {entry.id: entry for entry in read_rows(str(path), text)}
    return list(merged.values())


def read_rows(name: str, text: str) -> list[Entry]:
    """The entries of a CSV text with the columns of `COLUMNS`.

    The column successor may be missing. Several aliases are parted by semicolons, countries by spaces. Raises DataError
    naming file, line and value.
    """
    reader = csv.DictReader(text.splitlines())
    if tuple(reader.fieldnames or ()) not in (COLUMNS, tuple(c for c in COLUMNS if c != "successor")):
        raise DataError(
            f"{name}: the first line must be {','.join(COLUMNS)}, not {','.join(reader.fieldnames or ())!r}"
        )
    return [_entry(f"{name}, line {reader.line_num}", row) for row in reader]


def _entry(where: str, row: dict[str | None, str | None]) -> Entry:
    if None in row or None in row.values():
        raise DataError(f"{where}: has more or fewer columns than the first line")
    get = {str(k): str(v).strip() for k, v in row.items()}
    if not get["name"] or not get["source"]:
        raise DataError(f"{where}: an actor needs a name and a source")
    if get["kind"] not in KINDS:
        raise DataError(f"{where}: kind must be one of {', '.join(KINDS)}, not {get['kind']!r}")
    countries = tuple(get["countries"].split())
    if bad := [c for c in countries if not re.fullmatch(r"[A-Z]{2}", c)]:
        raise DataError(f"{where}: countries must be ISO 3166-1 alpha-2 codes, not {bad[0]!r}")
    return Entry(
        id=re.sub(
            r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", get["name"]).encode("ascii", "ignore").decode().lower()
        ).strip("-"),
        name=get["name"],
        aliases=tuple(a.strip() for a in get["aliases"].split(";") if a.strip()),
        kind=get["kind"],
        countries=countries,
        since=_year(where, get["since"]),
        until=_year(where, get["until"]),
        parent=get["parent"] or None,
        source=get["source"],
        successor=get.get("successor") or None,
    )


def _year(where: str, text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{4}", text):
        raise DataError(f"{where}: a year has four digits, {text!r} has not")
    return int(text)
