"""Which Variorum this is."""

from __future__ import annotations

from importlib.metadata import version


def program_version() -> str:
    return version("variorum")
