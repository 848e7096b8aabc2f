"""Floors: the figures below which a change of the reader is refused.

`floors.json` is a list, one entry a gold: which suite on which gold, the digest of that gold, `at_least` and `at_most`
by figure. An update takes what was measured, to two decimals on the lenient side (what differs between processors
stays inside), and only ever tightens a floor. Where the gold itself was changed, its old floors say nothing: the gate
prints the figures and asks for new ones.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from pathlib import Path

from bench.scorer import Figures

FILE = Path(__file__).with_name("floors.json")


class FloorsError(Exception):
    """The file of floors can't be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """What one gold must reach. `gold` is relative to the data folder, or begins with `bench/`."""

    suite: str
    gold: str
    digest: str
    at_least: dict[str, float]
    at_most: dict[str, float]

    def broken(self, figures: Figures) -> list[str]:
        """A line for each figure that is on the wrong side of its floor, or is not there."""
        low = [
            _line(name, figures, "below", floor)
            for name, floor in self.at_least.items()
            if not _reaches(figures.get(name), floor)
        ]
        high = [
            _line(name, figures, "above", top)
            for name, top in self.at_most.items()
            if not _stays_under(figures.get(name), top)
        ]
        return low + high

    def raised(self, figures: Figures) -> Floors:
        """The same with every floor taken up to what was measured; those that are higher stay."""
        measured = self.anew(figures, self.digest)
        return replace(
            self,
            at_least={name: max(floor, measured.at_least[name]) for name, floor in self.at_least.items()},
            at_most={name: min(top, measured.at_most[name]) for name, top in self.at_most.items()},
        )

    def anew(self, figures: Figures, digest: str) -> Floors:
        """Floors for a gold that was changed: what was measured on it, whatever the old ones were."""
        return replace(
            self,
            digest=digest,
            at_least={name: _rounded(figures, name, ROUND_FLOOR, floor) for name, floor in self.at_least.items()},
            at_most={name: _rounded(figures, name, ROUND_CEILING, top) for name, top in self.at_most.items()},
        )


def read(file: Path = FILE) -> list[Floors]:
    """The floors of the file. Raises FloorsError."""
    try:
        return [Floors(**entry) for entry in json.loads(file.read_text("utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise FloorsError(f"{file}: {error}") from None


def write(floors: list[Floors], file: Path = FILE) -> None:
    file.write_text(json.dumps([asdict(entry) for entry in floors], indent=2) + "\n", "utf-8")


def _reaches(figure: float | None, floor: float) -> bool:
    return figure is not None and figure >= floor


def _stays_under(figure: float | None, top: float) -> bool:
    return figure is not None and figure <= top


def _line(name: str, figures: Figures, side: str, bound: float) -> str:
    figure = figures.get(name)
    return f"{name} is {'not there' if figure is None else round(figure, 4)}, {side} {bound}"


def _rounded(figures: Figures, name: str, direction: str, otherwise: float) -> float:
    """The figure to two decimals, exactly, in a direction of `decimal`; `otherwise` where it is not there."""
    figure = figures.get(name)
    return otherwise if figure is None else float(Decimal(figure).quantize(Decimal("0.01"), direction))
