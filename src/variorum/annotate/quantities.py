"""How many: number words to bounds, by the table of the annotation guide ("What counts as a claim").

`variorum_quantities` puts every count of a text into `doc.spans["quantities"]`, the number with its modifier
("at least 55", "two dozen", "no"), with `span._.count` (a CountRange) and `span._.additional` ("another 12"). It needs
tokens only: no tags, no parse. One person named by a noun ("a soldier") counts only as a victim: see the claims.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from variorum.annotate.extensions import words_of
from variorum.values import CountRange

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3}){2,}|\d+")
_DECIMAL = re.compile(r"\d+\.\d+")
_GLUED = re.compile(r"(\d+)(?:-odd|\+)")
_DASHES = frozenset(("-", "–", "—", "to", "or"))
_CURRENCY = frozenset("$ € £ ¥ ₹ us$ usd eur gbp rs rs.".split())
_UNITS_AFTER = frozenset(
    "% percent per-cent pc km kms kilometer kilometers kilometre kilometres mile miles m metres meters "
    "feet ft thirds quarters kg kgs tonnes tons ° a.m. p.m. am pm a.m p.m o'clock o’clock yr yrs y/o yo mm mph "
    "-year -years -month -months -week -day -y caliber calibre 's ’s hrs gmt".split()
)
_LABELLED = frozenset(
    "image photo picture page slide chapter phase route highway interstate channel news flight gate terminal article "
    "section clause figure table episode season volume barrio exit suite apt precinct platform cloud".split()
)
"""Words before a number that is the name of one of many: "Image 3 of 10", "Channel 5"."""
_UNITS_AFTER_DASH = frozenset(
    "y yr year month day hour week minute storey story foot point ton inch man member strong mm third thirds "
    "quarter quarters fifth fifths".split()
)
_BOUNDING = ("at_least", "more_than", "at_most", "fewer_than")
_LARGEST = 9_999_999_999


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count in a text: tokens start to end (end excluded), of which the bare number starts at `number`."""

    start: int
    number: int
    end: int
    count: CountRange
    additional: bool = False


@dataclass(frozen=True, slots=True)
class _Number:
    low: int | None
    high: int | None
    approx: bool
    end: int


@cache
def lexicon() -> dict[str, Any]:
    return tomllib.loads((files("variorum") / "data" / "quantities.toml").read_text("utf-8"))


@cache
def _phrases(table: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The phrases of a table with what they do, longest first."""
    rows = ((tuple(phrase.split()), kind) for kind, phrases in lexicon()[table].items() for phrase in phrases)
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def first_words() -> frozenset[str]:
    """Words by which a number can begin, to skip all others quickly."""
    lex = lexicon()
    words = {
        *lex["units"],
        *lex["scales"],
        *lex["vague"],
        *lex["fixed"],
        *lex["none"]["words"],
        "a",
        "an",
        "half",
        "any",
    }
    return frozenset(words | set(lex["of_number"]["before"]))


def quantities(words: Sequence[str]) -> Iterator[Quantity]:
    """The counts among the words of a text (lower case, as spaCy's English tokenizer cuts them), in order, none
    overlapping."""
    at, done = 0, 0
    while at < len(words):
        word = words[at]
        number = _number(words, at) if word in first_words() or word[:1].isdigit() else None
        if number is None:
            at += 1
            continue
        yield _modified(words, done, at, number)
        at = done = max(number.end, at + 1)


def _modified(words: Sequence[str], floor: int, at: int, number: _Number) -> Quantity:
    """The number with the words before (not before `floor`) and after it that change its bounds."""
    start, end = at, number.end
    kinds: list[str] = []
    while True:
        phrase = _phrase_before(words, start, floor)
        if phrase is None or len(kinds) == 3:
            break
        length, kind = phrase
        start -= length
        kinds.append(kind)
    for phrase_words, kind in _phrases("after"):
        if tuple(words[end : end + len(phrase_words)]) == phrase_words:
            end += len(phrase_words)
            kinds.append(kind)
            break
    # "the 55" and "all 55" are bounds words only beside another modifier: the quote is the number alone
    while (
        kinds
        and kinds[-1] == "exact"
        and start < at
        and words[start] in ("the", "these", "those", "all", "only", "just")
    ):
        start += 1
        kinds.pop()
    return Quantity(start, at, end, _bounds(number, kinds), "additional" in kinds)


def _phrase_before(words: Sequence[str], at: int, floor: int) -> tuple[int, str] | None:
    for phrase, kind in _phrases("modifiers"):
        begin = at - len(phrase)
        if begin >= floor and words[begin] == phrase[0] and tuple(words[begin:at]) == phrase:
            return len(phrase), kind
    return None


def _bounds(number: _Number, kinds: Sequence[str]) -> CountRange:
    """What the modifiers make of the number (annotation guide, table of words and bounds)."""
    low, high, approx = number.low, number.high, number.approx
    for kind in dict.fromkeys(kinds):
        if kind in _BOUNDING and any(k in _BOUNDING for k in kinds[: kinds.index(kind)]):
            continue  # "rose up to more than 130": the modifier next to the number counts
        match kind:
            case "at_least":
                high = None
            case "more_than":
                low, high = (low + 1 if low is not None and not approx else low), None
            case "at_most":
                low = None
            case "fewer_than" if high is not None and high > 0:
                low, high = None, high - 1
            case "about":
                approx = True
    return CountRange(low, high, approx)


def _number(words: Sequence[str], at: int) -> _Number | None:
    word = words[at]
    lex = lexicon()
    if word in lex["none"]["words"]:
        return _none(words, at)
    if word == "any":
        return _Number(0, 0, False, at + 1) if _is_negated(words, at) else None
    if word == "between" or (at and words[at - 1] in _CURRENCY) or (word[:1].isdigit() and _labels(words, at)):
        return None
    if vague := _of_number(words, at) or _vague(words, at):
        return vague
    if word in lex["fixed"]:
        return _Number(lex["fixed"][word], lex["fixed"][word], False, at + 1)
    first = _exact(words, at)
    if first is None or _measures(words, first.end):
        return None
    return _range(words, at, first)


def _labels(words: Sequence[str], at: int) -> bool:
    """Whether a number names one of many ("Channel 5") or says how many there are ("Image 3 of 10")."""
    if at > 1 and words[at - 1] == "of" and words[at - 2].isdigit():
        at -= 2
    return at > 0 and words[at - 1] in _LABELLED


def _measures(words: Sequence[str], end: int) -> bool:
    """Whether what follows a number makes it a measure ("20 percent", "20-year-old", "5 p.m.", "40 to life")."""
    after = words[end + 1 : end + 2] if words[end : end + 1] == ["-"] else words[end : end + 1]
    if not after:
        return False
    if tuple(words[end : end + 2]) in (("year", "old"), ("years", "old"), ("month", "old"), ("to", "life")):
        return True
    if tuple(words[end : end + 3]) in (("year", "-", "old"), ("month", "-", "old"), ("y", "/", "o")):
        return True  # "6 year-old"
    return after[0] in _UNITS_AFTER or (words[end] == "-" and after[0] in _UNITS_AFTER_DASH)


_NO_ONE = (("one",), ("-", "one"))


def _none(words: Sequence[str], at: int) -> _Number | None:
    end = at + 1
    if words[at] == "no":
        end = next((end + len(one) for one in _NO_ONE if tuple(words[end : end + len(one)]) == one), end)
    if words[at:end] == ["no"] and tuple(words[end : end + 1]) in (
        (".",),
        ("longer",),
        ("fewer",),
        ("less",),
        ("more",),
    ):
        return None
    if words[end : end + 1] == ["-"]:
        return None  # "a none-too-bright actor", "a no-fly zone"
    return _Number(0, 0, False, end)


_DENIAL = 6
"""Words between "not" and "any" in "did not cause or lead to any casualties", at most."""


def _is_negated(words: Sequence[str], at: int) -> bool:
    """Whether "any" is none: "did not result in any casualties", "without any injuries"."""
    before = words[max(0, at - _DENIAL) : at]
    for mark in (",", ".", ";", ":"):
        if mark in before:
            before = before[len(before) - before[::-1].index(mark) :]
    return not {"not", "n't", "n’t", "without", "never"}.isdisjoint(before)


def _of_number(words: Sequence[str], at: int) -> _Number | None:
    """ "a number of", "an unknown number of", "a large number of"."""
    end = at
    if words[end] in ("a", "an"):
        end += 1
    elif words[end] not in lexicon()["of_number"]["before"]:
        return None
    for _ in range(2):
        if end < len(words) and words[end] in lexicon()["of_number"]["before"]:
            end += 1
    if tuple(words[end : end + 2]) in (("number", "of"), ("numbers", "of")):
        return _Number(2, None, True, end + 1)
    if words[end : end + 1] == ["number"] and words[end - 1] in lexicon()["of_number"]["unknown"]:
        return _Number(2, None, True, end + 1)
    return None


def _vague(words: Sequence[str], at: int) -> _Number | None:
    lex = lexicon()
    begin = at + 1 if words[at] in ("a", "an") else at
    word = words[begin] if begin < len(words) else ""
    if word not in lex["vague"] or (begin > at and word not in ("couple", "few", "handful", "lot")):
        return None
    if word == "couple" and words[begin + 1 : begin + 2] not in (["of"], ["dozen"], ["hundred"], ["thousand"]):
        return None
    if word in ("many", "few") and at and words[at - 1] in ("as", "so", "too", "how", "not", "every", "quite"):
        return None
    after = begin + 1
    skip = after + 1 if words[after : after + 1] == ["of"] else after
    scale = words[skip] if skip < len(words) else ""
    for key in (f"{word} {scale}", f"{word} {scale.removesuffix('s')}"):
        if key in lex["vague_scaled"]:
            low, high = lex["vague_scaled"][key]
            return _Number(low, high if high >= 0 else None, True, skip + 1)
    if word == "few" and _if_any(words, after):
        return _Number(0, 6, True, after)
    low, high = lex["vague"][word]
    return _Number(low, high if high >= 0 else None, True, after)


def _if_any(words: Sequence[str], at: int) -> bool:
    """ "few, if any", "few militants, if any": maybe none."""
    return "if any" in " ".join(words[at : at + 5])


def _exact(words: Sequence[str], at: int) -> _Number | None:
    """An exact number: "55", "1,500", "fifty-five", "two hundred and six", "half a dozen", "1.5 million"."""
    if words[at] == "half":
        rest = [w for w in words[at + 1 : at + 5] if w not in ("-", "a")]
        if rest[:1] == ["dozen"]:
            return _Number(6, 6, False, words.index("dozen", at) + 1)
        return None
    if words[at] in ("a", "an"):
        if words[at + 1 : at + 2] and words[at + 1] in lexicon()["scales"] and words[at + 1] != "score":
            return _scaled(words, at + 1, 1)
        return None
    value, end = _small(words, at)
    if value is None:
        return None
    return _scaled(words, end, value)


def _small(words: Sequence[str], at: int) -> tuple[float | None, int]:
    """A number under a thousand in words, or any in digits."""
    word, units = words[at], lexicon()["units"]
    if glued := _GLUED.fullmatch(word):
        return int(glued.group(1)), at + 1
    if _DIGITS.fullmatch(word) and len(word) <= 13:
        return int(re.sub(r"[,.]", "", word)), at + 1
    if _DECIMAL.fullmatch(word):
        return (float(word), at + 1) if words[at + 1 : at + 2] and words[at + 1] in lexicon()["scales"] else (None, at)
    if word not in units:
        return None, at
    value, end = units[word], at + 1
    if value >= 20 and value % 10 == 0:
        follow = end + 1 if words[end : end + 1] == ["-"] else end
        if follow < len(words) and 1 <= units.get(words[follow], 0) <= 9:
            value, end = value + units[words[follow]], follow + 1
    return value, end


def _scaled(words: Sequence[str], at: int, value: float) -> _Number | None:
    """The number with the scales that follow it: "two hundred and six", "3 million", "two dozen"."""
    scales, end = lexicon()["scales"], at
    dash = end + 1 if words[end : end + 1] == ["-"] else end
    if dash < len(words) and words[dash] in scales:
        end = dash
    while end < len(words) and words[end] in scales:
        value, end = value * scales[words[end]], end + 1
    if end > at and value >= 100:
        follow = end + 1 if words[end : end + 1] == ["and"] else end
        smallest = 1000 if value >= 1000 else 100
        if follow < len(words) and not words[follow][:1].isdigit() and value % smallest == 0:
            rest = _exact(words, follow)
            if rest is not None and rest.low is not None and 0 < rest.low < smallest:
                value, end = value + rest.low, rest.end
    if value > _LARGEST:
        return None
    return _Number(int(value), int(value), False, end)


def _range(words: Sequence[str], at: int, first: _Number) -> _Number:
    """ "30 to 40", "30-40", "between 30 and 40"; else the first number alone."""
    joint = first.end
    between = at > 0 and words[at - 1] == "between"
    if joint + 1 >= len(words) or not (words[joint] in _DASHES or (between and words[joint] == "and")):
        return first
    second = _exact(words, joint + 1)
    if second is None or first.low is None or second.low is None:
        return first
    low, scale = first.low, second.low
    if low < scale and scale >= 1000 and low < 1000 and words[second.end - 1] in ("thousand", "million", "hundred"):
        low *= lexicon()["scales"][words[second.end - 1]]  # "two to three thousand"
    if low >= second.low or (words[joint] == "or" and second.low - low > max(5, low)):
        return first
    return _Number(low, second.low, False, second.end)


def register() -> None:
    for name, default in (("count", None), ("additional", False)):
        if not Span.has_extension(name):
            Span.set_extension(name, default=default)


@Language.component("variorum_quantities", assigns=["doc.spans"])
def mark_quantities(doc: Doc) -> Doc:
    """Put the counts of the text into doc.spans["quantities"]."""
    register()
    spans, words = [], words_of(doc)
    for quantity in quantities(words):
        start = quantity.start
        if start and words[start - 1] == "between" and quantity.start == quantity.number:
            start -= 1
        span = Span(doc, start, quantity.end, label="COUNT")
        span._.count, span._.additional = quantity.count, quantity.additional
        spans.append(span)
    doc.spans["quantities"] = spans
    return doc
