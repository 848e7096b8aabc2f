"""Reports annotated by hand in their own text, as a coder marks a print: `bench/own/*.txt`, made into gold.

A file is lines of what is known of the report, a line `---`, and the text with its tolls in square brackets:

    publisher: Example News
    published: 2021-01-12
    event e1 main: violence_against_civilians attack | 2021-01-11 | Wulari village, NG, Maiduguri
        | Boko Haram jihadists: attacker rebel_group; loggers: attacked civilians | melee | private_citizens
    said e1 suspected: Boko Haram jihadists | Suspected | militia leaders: other!
    ---
    [11|killed|loggers: civilian|e1|AFP: media > militia leaders: other!] loggers were killed ...

An event has type and sub-type, first and last day (`..` between them, `-` for none), the place with its country and the
town that holds it, actors with side and category, weapons, targets. A toll has its quote, outcome, group and category,
event (`-` for an aggregate), and the chain of sources, outermost first, `!` after a kind for one without a name; then,
if need be: `n=5..9~` for a number that is no plain one (`~`: approximate), `part` of the last toll that is none,
`additional`, `optional`, or a stance. What it all means is told in the guide of the gold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_TOLL = re.compile(r"\[([^\[\]]*)\]")
_STANCES = ("denied", "doubted", "conditional")
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split()
    )
} | {"a": 1, "an": 1, "both": 2}
_AT_LEAST = re.compile(r"(?i)(?:at least|no fewer than|no less than|not less than) (.+)|(.+) or more")
_MORE_THAN = re.compile(r"(?i)(?:more than|over) (.+)")
_ABOUT = re.compile(r"(?i)(?:about|around|some|roughly|nearly|almost) (.+)")


def read(name: str, marked: str) -> Json:
    """The gold of a report. Raises ValueError, LookupError where a mark can't be read."""
    head, body = marked.split("\n---\n", 1)
    known = dict(_heads(head))
    title = known.get("title")
    text, tolls = _tolls(f"{title}\n\n{body.strip()}" if title else body.strip())
    document = {"id": name, "text": text, "title": title and _TOLL.sub(_quote, title)}
    document |= {key: known.get(key) for key in ("publisher", "published")}
    return {
        "document": document,
        "events": [_event(key, value, text) for key, value in known.items() if key.startswith("event ")],
        "tolls": [_placed(toll, text) for toll in tolls],
        "responsibility": [_said(key, value, text) for key, value in known.items() if key.startswith("said ")],
    }


def _quote(match: re.Match[str]) -> str:
    return match[1].split("|")[0]


def _heads(head: str) -> Iterator[tuple[str, str]]:
    for line in re.sub(r"\n\s+", " ", head).splitlines():
        key, _, value = line.partition(":")
        yield key.strip(), value.strip()


def _fields(value: str, number: int) -> list[str]:
    parts = [part.strip() for part in value.split("|")]
    return parts + [""] * (number - len(parts))


def _event(key: str, value: str, text: str) -> Json:
    _, name, *main = key.split()
    kinds, days, place, actors, weapons, targets = _fields(value, 6)
    kind, _, sub = kinds.partition(" ")
    first, _, last = days.partition("..")
    return {
        "id": name,
        "type": kind,
        "sub_type": sub or None,
        "main": bool(main),
        "date": None if days in ("", "-") else {"start": first, "end": last or first},
        "place": _place(place, text),
        "actors": [_actor(actor, text) for actor in actors.split(";") if actor.strip()],
        "weapons": weapons.split(),
        "targets": targets.split(),
    }


def _place(given: str, text: str) -> Json | None:
    if given in ("", "-"):
        return None
    name, country, town = [part.strip() for part in [*given.split(","), ""]][:3]
    return {"text": name, "span": _span(name, text, 0), "country": country or None, "locality": town or None}


def _actor(given: str, text: str) -> Json:
    name, _, kinds = given.strip().rpartition(":")
    side, category = kinds.split()
    return {"text": name, "span": _span(name, text, 0), "side": side, "category": category}


def _said(key: str, value: str, text: str) -> Json:
    _, event, mode = key.split()[:3]
    actor, quote, sources = _fields(value, 3)
    span = _span(quote, text, 0)
    return {
        "event": event,
        "mode": mode,
        "actor": actor or None,
        "quote": quote,
        "span": span,
        "sources": _sources(sources, text, span[0]),
        "optional": "optional" in key.split(),
    }


def _tolls(marked: str) -> tuple[str, list[Json]]:
    """The text without its marks, and its tolls, their sources not yet placed."""
    text, end, tolls, whole = "", 0, list[Json](), None
    for match in _TOLL.finditer(marked):
        quote, outcome, group, event, sources, marks = _fields(match[1], 6)
        quote = _quote(match)
        text += marked[end : match.start()]
        words, _, category = group.rpartition(":")
        low, high, approx = _number(quote, marks)
        toll = {
            "id": f"t{len(tolls) + 1}",
            "event": None if event == "-" else event,
            "scope": "aggregate" if event == "-" else "event",
            "outcome": outcome,
            "quote": quote,
            "span": [len(text), len(text) + len(quote)],
            "low": low,
            "high": high,
            "approx": approx,
            "group": {"text": words.strip(), "category": category.strip()},
            "sources": sources,
            "stance": next((stance for stance in _STANCES if stance in marks.split()), "asserted"),
            "additional": "additional" in marks.split(),
            "optional": "optional" in marks.split(),
            "part_of": whole if "part" in marks.split() else None,
        }
        whole = whole if "part" in marks.split() else toll["id"]
        tolls.append(toll)
        text += quote
        end = match.end()
    return text + marked[end:], tolls


def _placed(toll: Json, text: str) -> Json:
    return toll | {"sources": _sources(toll["sources"], text, toll["span"][0])}


def _sources(given: str, text: str, near: int) -> list[Json]:
    chain = []
    for one in filter(None, (part.strip() for part in given.split(">"))):
        name, _, kind = one.rpartition(":")
        anonymous = kind.endswith("!")
        span = _span(name, text, near)
        chain.append({"text": name, "kind": kind.strip(" !"), "anonymous": anonymous, "span": span})
    return chain


def _span(words: str, text: str, near: int) -> list[int]:
    """Where the words stand nearest to a place. Raises ValueError where they do not stand in the text."""
    found = [match.start() for match in re.finditer(re.escape(words), text)] if words else []
    if not found:
        raise ValueError(f"“{words}” does not stand in the text")
    start = min(found, key=lambda start: abs(start - near))
    return [start, start + len(words)]


def _number(quote: str, marks: str) -> tuple[int | None, int | None, bool]:
    given = next((mark[2:] for mark in marks.split() if mark.startswith("n=")), None)
    if given is not None:
        low, _, high = given.rstrip("~").partition("..")
        return (int(low) if low else None), (int(high) if high else None), given.endswith("~")
    for pattern, more in ((_AT_LEAST, 0), (_MORE_THAN, 1)):
        if match := pattern.fullmatch(quote):
            return _plain(match[1] or match[2]) + more, None, False
    if match := _ABOUT.fullmatch(quote):
        return _plain(match[1]), _plain(match[1]), True
    return _plain(quote), _plain(quote), False


def _plain(words: str) -> int:
    """A plain number, or 1 for a single person. Raises ValueError for words that need an `n=`."""
    folded = words.casefold().replace(",", "")
    if folded.isdecimal():
        return int(folded)
    if folded.split()[0] in ("a", "an", "his", "her", "their", "the") or folded in _NUMBERS:
        return _NUMBERS.get(folded, 1)
    raise ValueError(f"what number is “{words}”? say it with n=")
