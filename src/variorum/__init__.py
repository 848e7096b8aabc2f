"""Variorum reads news reports of violent events and keeps every account side by side, each number with its source.

import datetime, variorum
reading = variorum.read("At least 12 people were killed ...", published=datetime.date(2024, 5, 1))
for toll in reading.tolls:
    print(toll.count, toll.group.text, toll.outcome, [source.text for source in toll.sources])
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from variorum.errors import ReportError, VariorumError
    from variorum.models import Event, Extraction, Report, Responsibility, Source, Toll
    from variorum.pipeline import Reader, read, read_all
    from variorum.settings import Settings

_HOMES = {
    "errors": ("ReportError", "VariorumError"),
    "models": ("Event", "Extraction", "Report", "Responsibility", "Source", "Toll"),
    "pipeline": ("Reader", "read", "read_all"),
    "settings": ("Settings",),
}

__all__ = [
    "Event",
    "Extraction",
    "Reader",
    "Report",
    "ReportError",
    "Responsibility",
    "Settings",
    "Source",
    "Toll",
    "VariorumError",
    "read",
    "read_all",
]


def __getattr__(name: str) -> Any:
    """Import a public name at its first use: what only counts or renders should not wait for the parser."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"variorum.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
