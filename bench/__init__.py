"""Benchmarks: run the installed `variorum` on annotated data and print what the data's own scorers say.

    python -m bench SUITE [--gold PATH] [--data DIR] [--json]
    python -m bench gate
    python -m bench floors --update

Each suite is one module in `bench/suites`, entered in the tuple there. The data and the scorers are no part of the
project: they are found in `--data` or `$VARIORUM_BENCH`, and the scorers are run from there.
"""
