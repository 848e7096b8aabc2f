"""The exceptions of Variorum. Every message names the offending value and the way out.

VariorumError
├── ReportError            one report can't be read; the others go on
│   ├── NotFoundError      there is no such file or address
│   ├── FormatError        the bytes are no report (binary, broken JSON, no text in it, no article)
│   ├── LimitError         too large, or took too long
│   ├── LanguageError      the text is not in a language that the reader knows
│   ├── AnswerError        a language model gave no usable answer about it
│   └── RowError           a row of a published table can't be read
├── ModelError             a language model can't be used: no key, no such model, no such address
│   └── BudgetError        the limit of cost would be passed
├── ExportError            a table can't be written, or in no such format
├── SettingsError          a setting has a value that it can't have
├── DataError              a lexicon, gazetteer or registry file is missing, broken or says two things at once
├── CodebookError          a codebook is missing, broken, or asks for a rule or a value that there is not
└── LedgerError            the ledger can't be opened, written or found in; nothing was written
    ├── BusyError          another process writes to it and does not let go
    ├── LostError          the database server went away; what was not committed is to be done again
    └── UnknownIdError     nothing in the ledger has that id, or several have it
"""

from __future__ import annotations


class VariorumError(Exception):
    """Whatever Variorum raises on purpose."""


class ReportError(VariorumError):
    """One report can't be read. `name` is what the user called it (a path, an address, a line of a file)."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason

    def __reduce__(self) -> tuple[type[ReportError], tuple[str, str]]:
        return type(self), (self.name, self.reason)  # so that it can cross from one process to another


class NotFoundError(ReportError):
    """There is no such file or address."""


class FormatError(ReportError):
    """The bytes are no report: binary, broken JSON, no text, no article in the page."""


class LimitError(ReportError):
    """The report is larger, or took longer, than the settings allow."""


class LanguageError(ReportError):
    """The text is in a language that the reader does not know."""


class AnswerError(ReportError):
    """A language model gave no usable answer about the report."""


class RowError(ReportError):
    """A row of a published table can't be read. `name` is the table with the line."""


class ModelError(VariorumError):
    """A language model can't be used as it was asked for."""


class BudgetError(ModelError):
    """The next request to a language model could pass the limit of cost."""


class ExportError(VariorumError):
    """A table can't be written as it was asked for."""


class SettingsError(VariorumError):
    """A setting has a value that it can't have."""


class DataError(VariorumError):
    """A data file of the reader is missing, broken, or contradicts itself."""


class CodebookError(VariorumError):
    """A codebook is missing, broken, or asks for a rule or a value that there is not."""


class LedgerError(VariorumError):
    """The ledger can't be opened, written or found in. Nothing of what was asked has been written."""


class BusyError(LedgerError):
    """Another process writes to the ledger and does not let go of it."""


class LostError(LedgerError):
    """The database server went away. What was not committed is to be done again."""


class UnknownIdError(LedgerError):
    """Nothing in the ledger has that id, or the beginning of an id that was given is that of several."""
