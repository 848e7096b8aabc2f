"""A server on loopback that speaks the OpenAI chat format, and does what a test tells it: answer, fail, lie, hang."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """What the server sends: status, a body (text as it is, else JSON), headers, seconds before it, bytes cut off."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    cut: int = 0


def said(answer: Any, tokens: tuple[int, int] = (100, 50)) -> Reply:
    """A completion whose text is the answer, as JSON where it is no text."""
    text = answer if isinstance(answer, str) else json.dumps(answer)
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    return Reply({"choices": [{"message": {"role": "assistant", "content": text}}], "usage": usage})


@dataclass
class FakeServer:
    """Where it listens, and what it was asked."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def serving(reply: Callable[[int, dict[str, Any]], Reply]) -> Iterator[FakeServer]:
    """Serves until the block ends. `reply` is given the number of the request, from 0, and its body."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                number = len(server_.asked)
                server_.asked.append(body)
                server_.headers.append({name.lower(): value for name, value in self.headers.items()})
            told = reply(number, body)
            time.sleep(told.delay_s)
            raw = (told.body if isinstance(told.body, str) else json.dumps(told.body)).encode()
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw[: len(raw) - told.cut])

        def log_message(self, *_: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server_ = FakeServer(f"http://127.0.0.1:{httpd.server_address[1]}/v1")
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server_
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
