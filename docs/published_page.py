"""The page on published numbers: how a table comes in, and the example of `examples/` as the program shows it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).parent.parent
COLUMNS = "src/variorum/data/published/house.example.toml"
TABLE = "docs/made-up-numbers.csv"
MADE = "<!-- Made by `make docs`; do not edit. -->\n"

_ABOUT = """\
A data set gives one number for an event, and not where it comes from. `variorum import` brings such a table into the
ledger, beside the claims; `variorum compare EVENT --with ged` then says of each of its numbers where among the claims
it comes from, and what one would have to believe for it.

    variorum import ged ged251.csv --edition 25.1
    variorum import acled 2014-2024-Nigeria.csv
    variorum import gtd globalterrorismdb.csv
    variorum import csv incidents.csv --columns mine.toml --edition 2024-05
    variorum compare EVENT --with ged
    variorum compare EVENT --with ged --row 244657        # this row, whatever was matched

The terms of use of a table bind whoever imports it. Nothing of any data set comes with the program, only the names of
its columns: [UCDP GED](../src/variorum/data/published/ged.toml), [ACLED](../src/variorum/data/published/acled.toml),
[GTD](../src/variorum/data/published/gtd.toml).

## What becomes of a row

A published figure is no claim and no figure of ours: it stands in a table of its own, `published`, append-only as all
others, with whose it is, which edition, its id there, days, place, country, actors, low, best and high, every other
number, sources and notes as written, and the whole raw row.

| what comes | what happens |
|---|---|
| a row that is there, word for word | it is passed over, and matched anew |
| the same id with other contents | a new edition of the row; the last counts, `compare` says what earlier ones had |
| a row that can't be read | a failure with line, column and value; the others go on; the mended table closes it |

`variorum ledger info`, `check`, `copy` and `redact --name` know of these rows.

## Which event a row is about

Each row is held against the events of its country from three days before to three days after its own days, widened as
its precision says (ACLED's week and month). Four things are weighed, in bits that are set by hand: whether the days
overlap, and how exactly they are known; how far apart the places are, as far as both know; actors named in both; and
whether the row's dead are told. From 90 % on it is `same`, from 30 % on `unsure`; two events that fit about as well are
`unsure` as well; else it is `none`. The reason says what spoke for it and what against.

Matches are derived: `compare` looks anew each time, and the table `published_match` holds how things stood at the last
import, decision or `variorum link --all`; `variorum export` writes it beside its table, as `FILE.published.csv`.

What somebody says outweighs it, for this and every later edition of the row, and can be taken back; on an event's page
it is said under "is it this event?":

    variorum link same EVENT ged:244657 --reason "the bridge that both name"
    variorum link different EVENT ged:244657 --reason "another village of that name"
    variorum link undo DECISION --reason "it is that one after all"

## Where a number comes from

| way | example |
|---|---|
| told | 55 is the count of security officials through the Associated Press |
| word | 12 is what acled counts "dozens" as |
| end | 24 is the low end of "dozens" (24 to 99) |
| part | 20 is only a part of another count: 20 officers |
| sum | no claim says 70: it is the sum of 55 policemen and 15 militants |
| rest | no claim says 7: it is what is left of 37 people without 30 insurgents |
| bomber | no claim says 19: it is one more than 18, the suicide bomber |
| within, between | no claim says 40: it lies within "dozens"; it lies between 16 and 55 |
| above, below, nothing | no claim comes near it, or none counts these people |

The plainest of these is given. What would have to be believed for it are then the other numbers: those that count the
same people and rule it out (too high, too low, an earlier count, only some of the people: by the kind of disagreement,
with what the report itself says of it), groups that are counted in some report and are not in the number, and words
taken at one of their ends. A number that no claim explains needs a source that these reports don't have.

Below each number stand our own codebooks: which of them give the same one, what the codebook of that data set gives
here, and at which rule the others part.
"""


def published() -> str:
    """The page, with the example as the program shows it now."""
    example = files("variorum.data").joinpath("published").joinpath("house.example.toml").read_text("utf-8")
    added, compared = _worked()
    return "\n".join(
        [
            "# Published numbers\n",
            MADE,
            _ABOUT,
            "## A spreadsheet of one's own\n",
            "A small TOML file says what its columns mean. This one comes with the program:\n",
            f"```toml\n{example.rstrip()}\n```\n",
            "## An example\n",
            "Two reports of `examples/made-up-strike` and four rows of a spreadsheet, all of it invented:\n",
            f"```csv\n{(CHECKOUT / TABLE).read_text('utf-8').rstrip()}\n```\n",
            "    variorum add examples/made-up-strike",
            f"    variorum import csv {TABLE} --columns {COLUMNS} --edition 2024-05\n",
            f"```\n{added.strip()}\n```\n",
            "    variorum compare EVENT --with house --format markdown\n",
            compared,
        ]
    )


def _worked() -> tuple[str, str]:
    """What importing the example says, and what comparing with it."""
    from typer.testing import CliRunner

    from variorum.cli import app
    from variorum.ledger import Ledger

    with TemporaryDirectory(prefix="variorum-docs-") as folder:
        ledger = str(Path(folder) / "variorum.db")

        def call(*words: str) -> str:
            return CliRunner().invoke(app, [*words, "--ledger", ledger]).output

        call("add", str(CHECKOUT / "examples" / "made-up-strike"))
        own = ("import", "csv", str(CHECKOUT / TABLE), "--columns", str(CHECKOUT / COLUMNS), "--edition", "2024-05")
        added = call(*own).replace(f"{CHECKOUT}/", "")
        with Ledger.open(ledger) as opened:
            event = next(opened.events()).id
        compared = call("compare", event, "--with", "house", "--format", "markdown")
        return added, compared.replace("\n### ", "\n#### ").replace("## ", "### ", 1)
