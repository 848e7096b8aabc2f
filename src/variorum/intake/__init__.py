"""Bytes -> Report: text, Markdown, HTML, JSON and JSON lines, from files, folders and standard input."""

from variorum.intake.sequence import count, reports

__all__ = ["count", "reports"]
