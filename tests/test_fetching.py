"""Fetching: bounded, and never from a private network, by whatever way the address leads there."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator

import httpx
import pytest

from variorum.errors import FormatError, LimitError, NotFoundError, ReportError
from variorum.intake import reports
from variorum.intake.fetching import fetch, is_public
from variorum.models import Report
from variorum.settings import Settings

NAMES = {"news.example": "93.184.215.14", "inside.example": "10.0.0.8", "twice.example": "93.184.215.14"}
PAGE = b"At least 12 people were killed when a car bomb went off at a market in Zell on Monday, the police said."


@pytest.fixture(autouse=True)
def _resolver(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        address = NAMES.get(host, host)
        try:
            ipaddress.ip_address(address)
        except ValueError:
            raise OSError(host) from None
        found = [address, "127.0.0.1"] if host == "twice.example" else [address]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def carried(request: httpx.Request) -> httpx.Response:
    """A web of a few pages. It sees the address, not the name."""
    assert request.url.host == NAMES["news.example"]
    assert request.headers["host"] == "news.example"
    match request.url.path:
        case "/1":
            return httpx.Response(200, content=PAGE, headers={"content-type": "text/plain; charset=utf-8"})
        case "/large":
            return httpx.Response(200, content=iter([b"x" * 1000] * 1000))
        case "/endless":
            return httpx.Response(302, headers={"location": "/endless"})
        case "/inside":
            return httpx.Response(302, headers={"location": "http://inside.example/secret"})
        case "/file":
            return httpx.Response(302, headers={"location": "file:///etc/passwd"})
        case "/slow":
            raise httpx.ReadTimeout("slow")
        case "/broken":
            return httpx.Response(500)
    return httpx.Response(404)


def get(address: str, max_bytes: int = 100_000) -> bytes:
    return fetch(address, max_bytes=max_bytes, transport=httpx.MockTransport(carried)).data


def test_a_public_page_is_fetched_by_the_address_that_was_looked_at() -> None:
    assert get("https://news.example/1") == PAGE


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        ("/none", NotFoundError, "404"),
        ("/broken", ReportError, "500"),
        ("/large", LimitError, "more than 100,000 bytes"),
        ("/endless", FormatError, "redirects"),
        ("/inside", FormatError, "private network"),
        ("/file", ReportError, "http"),
        ("/slow", LimitError, "in time"),
    ],
)
def test_what_can_not_be_fetched_says_why(path: str, error: type[ReportError], words: str) -> None:
    with pytest.raises(error, match=words):
        get(f"https://news.example{path}")


@pytest.mark.parametrize(
    "address",
    [
        "http://inside.example/",
        "http://twice.example/",
        "http://127.0.0.1:8000/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://0.0.0.0/",
    ],
)
def test_private_addresses_are_refused(address: str) -> None:
    with pytest.raises(ReportError, match="private network"):
        get(address)


def test_addresses_that_carry_private_ones_are_private() -> None:
    for address in ("2002:7f00:1::", "224.0.0.1", "100.64.0.1", "fe80::1", "fd00::1"):
        assert not is_public(ipaddress.ip_address(address))
    assert is_public(ipaddress.ip_address("2606:4700::1111"))


def test_a_host_that_is_none_is_said() -> None:
    with pytest.raises(NotFoundError, match=r"no host nowhere\.example"):
        get("https://nowhere.example/1")


def test_an_address_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    transport = httpx.MockTransport(carried)
    monkeypatch.setattr(httpx, "HTTPTransport", lambda: transport)
    (report,) = read("https://news.example/1")
    assert not isinstance(report, ReportError)
    assert (report.text, report.url) == (PAGE.decode(), "https://news.example/1")
    (failed,) = read("https://news.example/none")
    assert isinstance(failed, NotFoundError)


def read(address: str) -> Iterator[Report | ReportError]:
    return reports([address], settings=Settings(), fetching=True)
