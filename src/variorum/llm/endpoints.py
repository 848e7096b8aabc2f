"""The models: any server that speaks the OpenAI chat format, Anthropic's Messages API, or a GGUF file on this machine.

A model completes messages and says how many tokens that took. What can go wrong is one of four things: the request
will never work (`ModelError`), the text is too long for the model (`TooLongError`), it may work later (`BusyError`), or
the answer is broken (`BusyError`, too: it is asked again).
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import httpx

from variorum.errors import ModelError
from variorum.llm.task import SCHEMA, Messages
from variorum.settings import LlmSettings

_LARGEST = 8_000_000
"""Bytes of a response that are read."""
_LEAST_CONTEXT = 512
"""Tokens with which a file is opened to see how many it was trained with: only an open model says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A model's answer, and what it took: tokens of the prompt and of the answer, 0 where it was not told."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0


class TooLongError(Exception):
    """The messages are longer than the model takes."""


class BusyError(Exception):
    """It may work later. wait: seconds that the server asked for, None where it named none."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class Model(Protocol):
    """Something that completes messages. Raises ModelError, TooLongError, BusyError."""

    def complete(self, messages: Messages) -> Completion: ...


def model_of(settings: LlmSettings, environment: Mapping[str, str] | None = None) -> Model:
    """The model that the settings name. Raises ModelError where its key or its file is missing."""
    environment = os.environ if environment is None else environment
    if settings.api == "gguf":
        return Gguf(settings)
    if not settings.model:
        raise ModelError("no model is named: give --model, or set $VARIORUM_LLM_MODEL")
    names = ("VARIORUM_LLM_KEY", "ANTHROPIC_API_KEY" if settings.api == "anthropic" else "OPENAI_API_KEY")
    key = next((environment[name] for name in names if environment.get(name)), None)
    if key is None and settings.address_is_hosted:
        raise ModelError(f"no key for {settings.address}: set ${names[0]} or ${names[1]}")
    return Anthropic(settings, key or "") if settings.api == "anthropic" else ChatServer(settings, key)


def body_of(settings: LlmSettings, messages: Messages, *, schema: bool = True) -> dict[str, Any]:
    """The body of a request in the OpenAI chat format."""
    body: dict[str, Any] = {
        "model": settings.model,
        "messages": messages,
        "temperature": settings.temperature,
        "max_tokens": settings.max_answer_tokens,
    }
    if schema:
        body["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "claims", "strict": True, "schema": SCHEMA},
        }
    return body


@dataclass(slots=True)
class _Http:
    """Posts JSON and sorts what comes back."""

    settings: LlmSettings
    headers: dict[str, str] = field(repr=False)
    client: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        limit = httpx.Timeout(self.settings.timeout_s, connect=min(10.0, self.settings.timeout_s))
        self.client = httpx.Client(timeout=limit, follow_redirects=False, trust_env=self.settings.address_is_hosted)

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        address = self.settings.address.rstrip("/") + path
        try:
            with self.client.stream("POST", address, json=body, headers=self.headers) as response:
                raw = self._read(response)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise ModelError(f"{self.settings.address!r} is no address of a model ({error})") from None
        except httpx.ConnectError as error:
            raise BusyError(f"nothing answers at {self.settings.address} ({error})") from None
        except httpx.HTTPError as error:
            raise BusyError(f"{self.settings.address}: {type(error).__name__} {error}".rstrip()) from None
        if response.status_code != httpx.codes.OK:
            raise self._failure(response, raw.decode("utf-8", "replace"))
        try:
            answer = json.loads(raw)
        except (ValueError, RecursionError):
            raise BusyError("the answer broke off, or is no JSON") from None
        if not isinstance(answer, dict):
            raise BusyError("the answer is no JSON object")
        return answer

    def _read(self, response: httpx.Response) -> bytes:
        raw = bytearray()
        for chunk in response.iter_bytes():
            raw += chunk
            if len(raw) > _LARGEST:
                raise BusyError(f"the answer is longer than {_LARGEST:,} bytes")
        return bytes(raw)

    def _failure(self, response: httpx.Response, text: str) -> Exception:
        status, said = response.status_code, _message(text)
        if status in (401, 403):
            return ModelError(f"{self.settings.address} refuses the key ({status}): check $VARIORUM_LLM_KEY{said}")
        if status == 404:
            return ModelError(
                f"{self.settings.address} knows no model {self.settings.model!r}, or is no address of models{said}"
            )
        if status in (400, 413, 422) and any(
            word in text.lower() for word in ("context", "too long", "maximum length")
        ):
            return TooLongError(said)
        if status in (408, 409, 425, 429) or status >= 500:
            return BusyError(f"{self.settings.address} answers {status}{said}", _seconds(response.headers))
        return ModelError(f"{self.settings.address} refuses the request ({status}){said}")


def _message(text: str) -> str:
    """What a server says of an error, in one short line."""
    try:
        found = json.loads(text)
        error = found.get("error", found) if isinstance(found, dict) else found
        said = error.get("message", "") if isinstance(error, dict) else str(error)
    except (ValueError, RecursionError):
        said = text
    line = " ".join(str(said).split())[:200]
    return f": {line}" if line else ""


def _seconds(headers: Mapping[str, str]) -> float | None:
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


class ChatServer:
    """Any server with `/chat/completions`: hosted services, vLLM, llama.cpp's server, Ollama."""

    def __init__(self, settings: LlmSettings, key: str | None) -> None:
        self._settings = settings
        self._http = _Http(settings, {"Authorization": f"Bearer {key}"} if key else {})
        self._schema = True

    def complete(self, messages: Messages) -> Completion:
        try:
            answer = self._http.post("/chat/completions", body_of(self._settings, messages, schema=self._schema))
        except ModelError as error:
            if not self._schema or ("response_format" not in str(error) and "json_schema" not in str(error)):
                raise
            self._schema = False  # the server can't hold a model to a schema: the parser is tolerant
            answer = self._http.post("/chat/completions", body_of(self._settings, messages, schema=False))
        return chat_completion(answer)


def chat_completion(answer: Mapping[str, Any]) -> Completion:
    """The completion in a response of the OpenAI chat format. Raises BusyError where there is none."""
    try:
        text = answer["choices"][0]["message"]["content"]
    except (LookupError, TypeError):
        raise BusyError("the answer holds no message") from None
    if not isinstance(text, str):
        raise BusyError("the answer holds no text")
    return Completion(text=text, **_usage(answer, "prompt_tokens", "completion_tokens"))


def _usage(answer: Mapping[str, Any], tokens_in: str, tokens_out: str) -> dict[str, int]:
    usage = answer.get("usage")
    known = usage if isinstance(usage, dict) else {}
    counts = {"tokens_in": known.get(tokens_in), "tokens_out": known.get(tokens_out)}
    return {name: value for name, value in counts.items() if isinstance(value, int) and value >= 0}


class Anthropic:
    """Anthropic's Messages API."""

    VERSION = "2023-06-01"

    def __init__(self, settings: LlmSettings, key: str) -> None:
        self._settings = settings
        self._http = _Http(settings, {"x-api-key": key, "anthropic-version": self.VERSION})

    def complete(self, messages: Messages) -> Completion:
        return anthropic_completion(self._http.post("/messages", anthropic_body(self._settings, messages)))


def anthropic_body(settings: LlmSettings, messages: Messages) -> dict[str, Any]:
    """The body of a request in Anthropic's format, where the instructions stand apart."""
    return {
        "model": settings.model,
        "max_tokens": settings.max_answer_tokens,
        "temperature": settings.temperature,
        "system": messages[0]["content"],
        "messages": messages[1:],
    }


def anthropic_completion(answer: Mapping[str, Any]) -> Completion:
    """The completion in a response of Anthropic's format. Raises BusyError where there is none."""
    content = answer.get("content")
    texts = [part.get("text") for part in content if isinstance(part, dict)] if isinstance(content, list) else []
    text = "".join(part for part in texts if isinstance(part, str))
    if not text:
        raise BusyError("the answer holds no text")
    return Completion(text=text, **_usage(answer, "input_tokens", "output_tokens"))


class Gguf:
    """A model in a GGUF file, run here by llama-cpp-python (the extra `gguf`).

    Its answers are held to the schema by a grammar. It answers one request at a time, on all cores.
    """

    def __init__(self, settings: LlmSettings) -> None:
        path = Path(settings.model)
        if not path.is_file():
            raise ModelError(f"there is no model file {settings.model!r}: name a GGUF file with --model")
        try:
            from llama_cpp import Llama
        except ImportError:
            raise ModelError("a GGUF file needs llama-cpp-python: pip install 'variorum[gguf]'") from None
        self._settings = settings
        try:
            with closing(Llama(model_path=str(path), n_ctx=_LEAST_CONTEXT, verbose=False)) as first:
                context = self._context(first.metadata)
            self._llama = Llama(model_path=str(path), n_ctx=context, seed=0, verbose=False)
        except (ValueError, RuntimeError) as error:
            raise ModelError(f"{settings.model} can't be loaded as a GGUF model ({error})") from None
        self._turn = threading.Lock()

    def _context(self, known: Mapping[str, str]) -> int:
        """Tokens of prompt and answer together: as many as are asked for, but no more than the model learned."""
        trained = known.get(f"{known.get('general.architecture')}.context_length", "")
        wanted = self._settings.context_tokens
        return min(wanted, int(trained)) if trained.isdigit() else wanted

    def complete(self, messages: Messages) -> Completion:
        try:
            with self._turn:
                answer = self._llama.create_chat_completion(
                    messages=messages,
                    temperature=self._settings.temperature,
                    max_tokens=self._settings.max_answer_tokens,
                    response_format={"type": "json_object", "schema": SCHEMA},
                )
        except ValueError as error:
            if "context" in str(error).lower() or "tokens" in str(error).lower():
                raise TooLongError(f": {error}") from None
            raise
        return chat_completion(answer)
