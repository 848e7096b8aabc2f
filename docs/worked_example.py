"""The page that goes from several reports of one event to its history, as the program shows it now."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).parent.parent
REPORTS = "docs/made-up-bombing.jsonl"
MADE = "<!-- Made by `make docs`; do not edit. -->\n"
_PLAIN = {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"}


def page() -> str:
    """The reports, the commands, and what they say."""
    with TemporaryDirectory(prefix="variorum-docs-") as folder:
        called = _Calls(Path(folder) / "variorum.db")
        added = called("add", REPORTS)
        event = called.event()
        return "\n".join(
            [
                "# From reports to the history of an event\n",
                MADE,
                "Five reports, all made up: a first one, another paper's reprint of it, two days with other numbers,",
                f"and a report of something else that recalls the bombing. They stand in `{REPORTS}`:\n",
                *_quoted(),
                "They are read, kept and linked by one command; the same command again finds them all there:\n",
                *added,
                *called("add", REPORTS),
                "Two events come of it:\n",
                *called("events"),
                "The reprint is no second source: both say what AFP's medical source said, which is one origin. The",
                "report of June is about a bomb in Baghlan; its last sentence belongs to the bombing in Kunduz.\n",
                *called("show", event),
                "How the toll changed, by the day on which it was published:\n",
                *called("history", event),
                "What could be known on the evening of the first day:\n",
                *called("show", event, "--as-of", "2021-05-03"),
                "Why two of them are taken for one event:\n",
                *called("judgements", event),
                "`variorum history EVENT --chart toll.svg` draws the history, `variorum judgements ACCOUNT --chart",
                "why.svg` a judgement. [The ledger](ledger.md) says what is kept, [linking](linking.md) how events are",
                "found, [people's decisions](ledger.md#what-people-decide) what to do where the program errs.\n",
            ]
        )


def _quoted() -> list[str]:
    lines = (CHECKOUT / REPORTS).read_text("utf-8").splitlines()
    return [f"> **{told['publisher']}, {told['published']}.** {told['text']}\n" for told in map(json.loads, lines)]


class _Calls:
    """Commands over one ledger, each with what it says as a block of the page."""

    def __init__(self, ledger: Path) -> None:
        self.ledger = ledger

    def __call__(self, *words: str) -> list[str]:
        said = "\n".join(line.rstrip() for line in self._output(*words).strip().splitlines())
        return [f"```\n$ variorum {' '.join(words)}\n{said}\n```\n"]

    def event(self) -> str:
        """The beginning of the id of the event with most accounts."""
        found = [json.loads(line) for line in self._output("events", "--format", "jsonl").splitlines()]
        most = max(found, key=lambda one: len(one["accounts"]))
        return str(most["id"]).removeprefix("event-")[:10]

    def _output(self, *words: str) -> str:
        from typer.testing import CliRunner

        from variorum.cli import app

        whole = [str(CHECKOUT / word) if word == REPORTS else word for word in words]
        return CliRunner().invoke(app, [*whole, "--ledger", str(self.ledger)], env=_PLAIN).output
