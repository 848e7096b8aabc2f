"""The command line of the benchmarks: `python -m bench --help`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import __doc__ as about
from bench import floors
from bench.data import BrokenDataError, Json, MissingDataError, data_folder, digest, in_ci, located
from bench.reading import ReadAll, Remembering
from bench.scorer import ScorerError
from bench.suite import Outcome, Request, Suite
from bench.suites import SUITES, named
from bench.suites.speed import TimingError
from variorum.errors import ReportError


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0: measured (or skipped for want of data, outside CI); 1: below a floor, or a report
    was not read."""
    asked = _parser().parse_args(arguments)
    try:
        status: int = asked.do(asked)
    except MissingDataError as error:
        _say(f"bench: {'failed' if in_ci() else 'skipped'}: {error}")
        return int(in_ci())
    except (BrokenDataError, ScorerError, TimingError, floors.FloorsError) as error:
        _say(f"bench: {error}")
        return 1
    return status


def measure(asked: argparse.Namespace) -> int:
    """One suite on one gold."""
    suite = named(asked.suite)
    data = data_folder(asked.data)
    flags = frozenset(flag for flag in suite.flags if getattr(asked, _attribute(flag)))
    request = Request(
        data=data,
        gold=asked.gold or data / suite.gold,
        jobs=asked.jobs,
        repeat=asked.repeat,
        flags=flags,
        responses=getattr(asked, "responses", None),
    )
    outcome = suite.run(request)
    if asked.save:
        _save(asked.save, outcome.predicted)
    if asked.json:
        print(json.dumps(outcome.figures, indent=1))
        if flags:
            print(outcome.text, end="", file=sys.stderr)
    else:
        print(outcome.text, end="")
    return _tell_failures(outcome.failures)


def gate(asked: argparse.Namespace) -> int:
    """Every gold that has floors, or those of the suites asked for. A gold that was changed since asks for new ones,
    and fails nothing."""
    data = data_folder(asked.data)
    status, reader = 0, Remembering()
    for entry in floors.read():
        if asked.suite and entry.suite not in asked.suite:
            continue
        outcome = _measure_entry(entry, data, asked.jobs, reader)
        status = max(status, _tell_failures(outcome.failures))
        print(f"{entry.suite} on {entry.gold}: {_bounded_figures(entry, outcome)}")
        if digest(located(data, entry.gold)) != entry.digest:
            print(
                "  this gold is not the one its floors were set on: set new ones by `python -m bench floors --update`"
            )
            continue
        for line in entry.broken(outcome.figures):
            print(f"  {line}")
            status = 1
    return status


def show_floors(asked: argparse.Namespace) -> int:
    """The floors as they are; with --update as they are after what is measured now. None is ever lowered."""
    known = floors.read()
    if not asked.update:
        print(floors.FILE.read_text("utf-8"), end="")
        return 0
    data = data_folder(asked.data)
    status, updated, reader = 0, [], Remembering()
    for entry in known:
        outcome = _measure_entry(entry, data, asked.jobs, reader)
        now = digest(located(data, entry.gold))
        if now != entry.digest:
            updated.append(entry.anew(outcome.figures, now))
            continue
        for line in entry.broken(outcome.figures):
            _say(f"bench: not lowered: {line}")
            status = 1
        updated.append(entry.raised(outcome.figures))
    floors.write(updated)
    return status


def _measure_entry(entry: floors.Floors, data: Path, jobs: int, reader: ReadAll) -> Outcome:
    return named(entry.suite).run(Request(data=data, gold=located(data, entry.gold), jobs=jobs, read_all=reader))


def _bounded_figures(entry: floors.Floors, outcome: Outcome) -> str:
    def shown(name: str) -> str:
        figure = outcome.figures.get(name)
        return "none" if figure is None else f"{figure:.3f}" if isinstance(figure, float) else str(figure)

    low = [f"{name} {shown(name)} (at least {floor})" for name, floor in entry.at_least.items()]
    high = [f"{name} {shown(name)} (at most {top})" for name, top in entry.at_most.items()]
    return ", ".join(low + high)


def _tell_failures(failures: Sequence[ReportError]) -> int:
    """Each report that was not read, and why: it scores as empty, and the run ends with status 1."""
    for failure in failures:
        _say(f"bench: not read: {failure}")
    return int(bool(failures))


def _save(file: Path, predicted: Sequence[Json]) -> None:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in predicted), "utf-8")


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m bench", description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="SUITE")
    for suite in SUITES:
        _add_suite(commands, suite)
    command = commands.add_parser("gate", help="fail where a figure is below its floor")
    _add_common(command)
    command.add_argument(
        "--suite", action="append", choices=[suite.name for suite in SUITES], help="only the floors of this suite"
    )
    command.set_defaults(do=gate)
    command = commands.add_parser("floors", help="show the floors, or raise them")
    _add_common(command)
    command.add_argument("--update", action="store_true", help="raise each floor to what is measured now")
    command.set_defaults(do=show_floors)
    return parser


def _add_suite(commands: argparse._SubParsersAction[argparse.ArgumentParser], suite: Suite) -> None:
    command = commands.add_parser(suite.name, help=suite.about, description=suite.about)
    command.add_argument(
        "--gold", type=Path, metavar="PATH", help=f"a gold file or folder (default: {suite.gold} of the data)"
    )
    _add_common(command)
    command.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    command.add_argument(
        "--save", type=Path, metavar="FILE", help="write what was read to this file, an extraction a line"
    )
    command.add_argument(
        "--repeat", type=int, default=3, metavar="N", help="passes, where time is measured (default: 3)"
    )
    if suite.scores_responses:
        command.add_argument(
            "--responses", type=Path, metavar="FILE", required=True, help="a language model's answers, a line each"
        )
    for flag, text in suite.flags.items():
        command.add_argument(flag, dest=_attribute(flag), action="store_true", help=text)
    command.set_defaults(do=measure, suite=suite.name)


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--data", type=Path, metavar="DIR", help="the folder of data and scorers (default: $VARIORUM_BENCH)"
    )
    cores = os.cpu_count() or 1
    command.add_argument("--jobs", type=int, default=min(2, cores), metavar="N", help="reading processes (default: 2)")


def _attribute(flag: str) -> str:
    return "flag_" + flag.strip("-").replace("-", "_")


if __name__ == "__main__":
    sys.exit(main())
