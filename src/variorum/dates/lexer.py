"""Text to word classes: the sequence on which the date grammar works."""

from __future__ import annotations

import re
from typing import Final

from variorum.dates.cascade import SYMBOLS, Item, Sequence
from variorum.dates.holidays import name_patterns, named_holidays, normalised
from variorum.dates.lexicon import lexicon

_TOKEN: Final = re.compile(
    r"""
      (?P<word>[^\W\d_]+)
    | (?P<date>(?<![\d./-])
        (?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}(?P<sep>[-/.])\d{1,2}(?P=sep)(?:\d{4}|\d{2}))
        (?!\d|[-/.]\d))
    | (?P<clock>\d{1,2}[:.]\d\d(?=\s?[ap]\.?m\b)|\d{1,2}:\d\d(?::\d\d)?)
    | (?P<ordinal>\d{1,2}(?:st|nd|rd|th)(?!\w))
    | (?P<decade>(?:(?:18|19|20)\d0|['\u2019]\d0)['\u2019]?s(?!\w))
    | (?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d+)
    | (?P<short>['\u2019]\d\d(?!\w))
    | (?P<gap>\n[^\S\n]*\n)
    | (?P<mark>[^\w\s]|_)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARKS: Final = {
    ",": "COMMA", "-": "DASH", "\u2010": "DASH", "\u2011": "DASH", "\u2012": "DASH", "\u2013": "DASH", "\u2014": "DASH",
    ".": "DOT", "/": "SLASH", "(": "OPEN", "[": "OPEN", ")": "CLOSE", "]": "CLOSE", "'": "APOSTROPHE",
    "\u2019": "APOSTROPHE",
}  # fmt: skip
_LONGEST_NUMBER: Final = 5


def lex(text: str) -> Sequence:
    """The word classes of a text, in one pass."""
    out = Sequence(text)
    symbols: list[str] = []
    words, holiday_starts = lexicon().words, name_patterns()
    needs_capital, abbreviations = lexicon().sets["needs_capital"], lexicon().sets["abbreviations"]
    skip_to = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if start < skip_to:
            continue
        group = match.lastgroup or ""
        token = match.group()
        value: Item = None
        lower = token.lower() if group != "mark" else token
        # a holiday's name may begin with a number ("9/11")
        pattern = holiday_starts.get(lower)
        named = pattern.match(text, start) if pattern is not None else None
        if named is not None and not _is_lower_word(token, lower):
            symbol, value, end = "HOLIDAY", named_holidays()[normalised(named.group())], named.end()
            skip_to = end
        elif group == "word":
            symbol, value = words.get(lower, ("", None))
            if not symbol or (lower in needs_capital and token == lower):
                symbol, value = ("LOWER" if token[0].islower() else "CAPITALISED"), None
            elif lower in abbreviations and text[end : end + 1] == ".":
                end = skip_to = end + 1
        else:
            symbol, value = _other(group, token)
        symbols.append(SYMBOLS[symbol])
        out.starts.append(start)
        out.ends.append(end)
        out.values.append(value)
    out.symbols = "".join(symbols)
    return out


def _is_lower_word(token: str, lower: str) -> bool:
    return token == lower and token.isalpha() and lower != "the"


def _other(group: str, token: str) -> tuple[str, Item]:
    match group:
        case "number":
            return _number(token)
        case "mark":
            return _MARKS.get(token, "MARK"), None
        case "ordinal":
            number = int(token[:-2])
            return ("ORDINAL", number) if 1 <= number <= 31 else ("NUMBER", number)
        case "decade":
            digits = "".join(filter(str.isdigit, token))
            return "DECADE", int(digits)
        case "short":
            return "SHORT_YEAR", int(token[1:])
        case "date":
            return "NUMERIC_DATE", token
        case "clock":
            return "CLOCK", None
        case _:
            return "BREAK", None


def _number(token: str) -> tuple[str, Item]:
    if len(token) > _LONGEST_NUMBER or not token.isascii():
        return "LOWER", None
    number = int(token.replace(",", ""))
    if "," in token:
        return "NUMBER", number
    if len(token) <= 2 and 1 <= number <= 12:
        return "DAY_OR_MONTH", number
    if len(token) == 2:
        return ("DAY_ONLY" if 13 <= number <= 31 else "TWO_DIGITS"), number
    if len(token) == 4 and 1900 <= number <= 2099:
        return "YEARNUM", number
    return "NUMBER", number
