"""Asking a model with patience and within limits: back-off, a pace, a cache, and a cost that is never passed."""

from __future__ import annotations

import hashlib
import json
import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from variorum.errors import BudgetError, ModelError
from variorum.llm.endpoints import BusyError, Completion, Model
from variorum.llm.task import Messages
from variorum.settings import LlmSettings

_FIRST_WAIT_S, _LONGEST_WAIT_S = 1.0, 60.0
_CHARACTERS_A_TOKEN = 2.5
"""Fewer than texts have, so that the cost of a request is never estimated too low."""


@dataclass(slots=True)
class Costs:
    """What was spent, in tokens and, where prices are set, in money; and what is being spent just now.

    A request may only begin while the limit would hold even if it took as much as it can. Safe over threads.
    """

    settings: LlmSettings
    requests: int = 0
    cached: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    _held: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def money(self) -> float:
        return self._price(self.tokens_in, self.tokens_out)

    def begin(self, messages: Messages) -> float:
        """Sets aside the most that a request can cost, and says how much. Raises BudgetError where the limit could be
        passed.
        """
        length = sum(len(message["content"]) for message in messages)
        most = self._price(int(length / _CHARACTERS_A_TOKEN) + 1, self.settings.max_answer_tokens)
        limit = self.settings.max_cost
        with self._lock:
            if limit is not None and self.money + self._held + most > limit:
                raise BudgetError(
                    f"the next request could pass the limit of {limit:g}: {self.money:.4g} is spent, it may cost "
                    f"{most:.2g}; what was answered is remembered, raise --max-cost to go on"
                )
            self._held += most
        return most

    def end(self, held: float, completion: Completion | None) -> None:
        """Gives back what was set aside, and counts what was used."""
        with self._lock:
            self._held = max(0.0, self._held - held)
            if completion is not None:
                self.requests += 1
                self.tokens_in += completion.tokens_in
                self.tokens_out += completion.tokens_out

    def _price(self, tokens_in: int, tokens_out: int) -> float:
        return (tokens_in * self.settings.price_in + tokens_out * self.settings.price_out) / 1e6


class Pace:
    """Lets so many requests begin in a minute, evenly. Safe over threads."""

    def __init__(self, per_minute: int, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._gap = 60.0 / per_minute if per_minute else 0.0
        self._clock, self._sleep = clock, sleep
        self._next = clock()
        self._lock = threading.Lock()

    def wait(self) -> None:
        with self._lock:
            now = self._clock()
            begin = max(now, self._next)
            self._next = begin + self._gap
        if begin > now:
            self._sleep(begin - now)


class Asker:
    """Asks a model; remembers what it answered. Raises ModelError, BudgetError, TooLongError; and BusyError where the
    model stayed busy over all tries.
    """

    def __init__(
        self,
        model: Model,
        settings: LlmSettings,
        *,
        cache: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._model, self._settings, self._cache, self._sleep = model, settings, cache, sleep
        self._pace = Pace(settings.per_minute, clock, sleep)
        self._jitter = random.Random(0)  # noqa: S311 - spreads retries, guards nothing
        self.costs = Costs(settings)

    def ask(self, messages: Messages) -> tuple[Completion, bool]:
        """The completion, and whether it was remembered."""
        path = None if self._cache is None else self._cache / f"{self.key(messages)}.json"
        if path is not None and (known := _read(path)) is not None:
            self.costs.cached += 1
            return known, True
        completion = self._patiently(messages)
        if path is not None:
            _write(path, completion)
        return completion, False

    def key(self, messages: Messages) -> str:
        """By all that an answer depends on: model, address, settings of the answer, and every word of the prompt."""
        of = self._settings
        whole = [of.api, of.address, of.model, of.temperature, of.max_answer_tokens, messages]
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()

    def _patiently(self, messages: Messages) -> Completion:
        wait, busy = _FIRST_WAIT_S, BusyError("not asked")
        for attempt in range(self._settings.retries + 1):
            held = self.costs.begin(messages)
            completion = None
            try:
                self._pace.wait()
                completion = self._model.complete(messages)
                return completion
            except BusyError as error:
                busy = error
            finally:
                self.costs.end(held, completion)
            if attempt < self._settings.retries:
                asked = busy.wait if busy.wait is not None else wait * (0.5 + self._jitter.random())
                self._sleep(min(asked, _LONGEST_WAIT_S))
                wait = min(2 * wait, _LONGEST_WAIT_S)
        raise busy


def _read(path: Path) -> Completion | None:
    """A remembered completion; None where there is none, or its file is broken."""
    try:
        found = json.loads(path.read_text("utf-8"))
        return Completion(
            text=str(found["text"]), tokens_in=int(found["tokens_in"]), tokens_out=int(found["tokens_out"])
        )
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _write(path: Path, completion: Completion) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary.write_text(json.dumps(asdict(completion)), "utf-8")
        temporary.chmod(0o600)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ModelError(f"can't remember answers in {path.parent}: {error.strerror or error}") from None
