"""The suites. A new one is a module here with a `SUITE`, and its line in this tuple."""

from __future__ import annotations

from bench.suite import Suite
from bench.suites import (
    actors,
    adding,
    export_scale,
    figures,
    figures_scale,
    geo,
    gold,
    gva,
    gva_folds,
    link_scale,
    links,
    llm,
    muc4,
    speed,
    web_load,
    web_scale,
)

SUITES: tuple[Suite, ...] = (
    gold.SUITE,
    adding.SUITE,
    actors.SUITE,
    muc4.SUITE,
    geo.SUITE,
    gva.SUITE,
    gva_folds.SUITE,
    links.SUITE,
    link_scale.SUITE,
    llm.SUITE,
    speed.SUITE,
    figures.SUITE,
    figures_scale.SUITE,
    export_scale.SUITE,
    web_scale.SUITE,
    web_load.SUITE,
)


def named(name: str) -> Suite:
    """The suite of that name. Raises KeyError where there is none."""
    return {suite.name: suite for suite in SUITES}[name]
