"""The data dictionary of a table, made from its columns."""

from __future__ import annotations

from variorum.export.tables.columns import Columns

_KINDS = {
    "text": "text",
    "integer": "whole number",
    "number": "number",
    "day": "day (ISO 8601)",
    "truth": "true or false",
}


def dictionary(name: str, columns: Columns) -> str:
    """Markdown: a row a column, in their order."""
    rows = [
        f"| {number} | `{column.name}` | {_KINDS[column.kind]} | {column.about} |"
        for number, column in enumerate(columns, start=1)
    ]
    head = [
        f"# Columns of {name}",
        "",
        "An empty cell means: not known, not told, or not ours to give. It never means zero.",
        "",
        "| | column | holds | meaning |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])
