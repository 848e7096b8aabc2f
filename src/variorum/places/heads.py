"""The words around a name that show a place: "the town of" before it, ", a village in" or ", 30 km from" after it."""

from __future__ import annotations

import re

from variorum.places.lexicon import words

APPOSITION = re.compile(
    r",? (?:is |was |which is )?(?:an?|the) (?:[a-z-]+ ){0,3}"
    r"(?:village|town|city|district|neighbou?rhood|suburb|hamlet|settlement|province|port|stronghold|enclave)\b"
    r"|,? \(?(?:which is |located |situated |lying )?(?:some |about |around |just |only |roughly |nearly |almost "
    r"|approximately |less than |more than )?\d[\d.,]*[ -]?(?:km|kms|kilomet(?:er|re)s?|miles?)\b"
    r"(?! (?:an hour|per|long))"
    r"| \((?:in |near )?(?:the )?[A-Z][\w'’ -]{2,30} (?:province|district|governorate|region|county)\)"
)
_CITY_HEAD = re.compile(
    r"(?:\b(?P<first>city|town|village|hamlet|capital|port|township|municipality|district|province|governorate|county"
    r"|department|region|neighbou?rhood|suburb|quarter|island|islet|settlement|stronghold|state|area|valley|oasis|camp"
    r"|parish|locality|community|commune|hilltop|mountaintop|subdistrict|sub-district|place|hill|spot|wadi)s?"
    r"\s+(?:city\s+)?(?:of|called|named|known\s+as)\s+(?:the\s+)?"
    r"|\b(?:(?:in|at|near|outside|of|to)\s+(?:the\s+)?(?=village|hamlet)|(?:capital|port|border)\s+(?=city|town))"
    r"(?P<bare>village|hamlet|city|town)\s+)$"
)
_SEPARATOR = r"(?:,\s+(?:and\s+|as well as\s+)?|\s+and\s+)"
_LISTED = r"[A-Zae][\w'’-]*(?:\s+(?:[A-Z]|[ae][a-z]{1,2}-)[\w'’-]*){0,3}(?:\s*\([^()\n]{1,30}\))?"
_MANY = re.compile(
    r"\b(?:villages|towns|cities|hamlets|districts|neighbou?rhoods|suburbs|provinces|municipalities|settlements"
    r"|localities|communities|quarters)"
    r"(?:\s+(?:of|called|named)\s+(?:the\s+)?|\s*:\s*|,?\s+(?:including|namely|such as)\s+"
    r"|\s+(?:near|around|outside|in)\s+[A-Z][\w'’ -]{1,30},\s+including\s+)"
    rf"(?P<names>(?=[A-Zae]){_LISTED}(?:{_SEPARATOR}{_LISTED}){{1,12}})"
)
_NAME_START = re.compile(r"(?:(?<=, )|(?<=and )|^)(?!and\b)(?:[A-Z]|[ae][a-z]{1,2}-)")


def head_before(before: str, *, known: bool = True) -> re.Match[str] | None:
    """The words "the town of" before a name. For a known name not "region of" where another name stands before it: "the
    Tillaberi region of Niger".
    """
    head = _CITY_HEAD.search(before)
    if head is None or not known or (head["first"] or head["bare"]).casefold() in words("city_words"):
        return head
    named = re.search(r"[A-Z][\w'’-]*\s+$", before[: head.start()])
    return None if named and not named[0].rstrip().endswith(("'s", "’s")) else head


def listed_starts(text: str) -> frozenset[int]:
    """Where the names of a list of places start: "the villages of Sirba, Abu Suruj and Tendelti"."""
    return frozenset(
        match.start("names") + name.start()
        for match in _MANY.finditer(text)
        for name in _NAME_START.finditer(match["names"])
    )
