"""An address -> the bytes of its page, bounded in size and time, and never from a private network.

A name is resolved once, every address that it has is looked at, and the connection goes to the one that was looked at:
a name that means something else a moment later leads nowhere. The same holds for each redirect.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from variorum.errors import FormatError, LimitError, NotFoundError, ReportError
from variorum.intake.inputs import shown

_SECONDS = 30.0
"""The whole of it, redirects included."""
_REDIRECTS = 5
_CHUNK = 1 << 16
_AGENT = "variorum (reads news reports; https://pypi.org/project/variorum/)"

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
}

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave: its bytes, and the suffix that a file of its kind would have ("" where it did not say)."""

    data: bytes
    suffix: str


def fetch(
    address: str, *, max_bytes: int, seconds: float = _SECONDS, transport: httpx.BaseTransport | None = None
) -> Fetched:
    """Raises ReportError: no such address, a private one, an error of its server, too large, too slow.

    transport: what carries the request where an address is public; of httpx by default.
    """
    name, deadline = shown(address), time.monotonic() + seconds
    carrier = _PublicOnly(name, transport or httpx.HTTPTransport(), deadline)
    client = httpx.Client(
        transport=carrier,
        follow_redirects=True,
        max_redirects=_REDIRECTS,
        timeout=min(10.0, seconds),
        trust_env=False,
        headers={"User-Agent": _AGENT, "Accept-Encoding": "gzip, deflate"},
    )
    with client, _explained(name), client.stream("GET", address) as response:
        if response.status_code >= 400:
            kind = NotFoundError if response.status_code in (404, 410) else ReportError
            raise kind(name, f"the server answered {response.status_code} {response.reason_phrase}")
        data = b"".join(_bounded(response, name, max_bytes, deadline))
    kind_of_content = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(data=data, suffix=_SUFFIXES.get(kind_of_content, ""))


def _bounded(response: httpx.Response, name: str, max_bytes: int, deadline: float) -> Iterator[bytes]:
    size = 0
    for chunk in response.iter_bytes(_CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise LimitError(name, f"more than {max_bytes:,} bytes; raise $VARIORUM_MAX_BYTES to read it")
        if time.monotonic() > deadline:
            raise LimitError(name, "the server sends too slowly; save the page and read the file")
        yield chunk


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turns what can go wrong on the way into the error of a report."""
    try:
        yield
    except httpx.TimeoutException:
        raise LimitError(name, "the server does not answer in time; try again later") from None
    except httpx.TooManyRedirects:
        raise FormatError(name, f"more than {_REDIRECTS} redirects") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise FormatError(name, f"no address that can be fetched: {error}") from None
    except httpx.HTTPError as error:
        raise ReportError(name, f"can't be fetched: {shown(str(error)) or type(error).__name__}") from None


class _PublicOnly(httpx.BaseTransport):
    """Carries requests to public addresses only; redirects come through here, too."""

    def __init__(self, name: str, inner: httpx.BaseTransport, deadline: float) -> None:
        self._name, self._inner, self._deadline = name, inner, deadline

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        if request.url.scheme not in ("http", "https") or not host:
            raise FormatError(self._name, f"only http:// and https:// are fetched, not {shown(str(request.url))[:80]}")
        if time.monotonic() > self._deadline:
            raise LimitError(self._name, "it takes too long; save the page and read the file")
        address = self._public(host, request.url.port or (443 if request.url.scheme == "https" else 80))
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=str(address)),
            headers=request.headers,  # the name stays in Host
            extensions={**request.extensions, "sni_hostname": host},  # and is what the certificate must be for
        )
        return self._inner.handle_request(pinned)

    def close(self) -> None:
        self._inner.close()

    def _public(self, host: str, port: int) -> IPAddress:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NotFoundError(self._name, f"there is no host {shown(host)}") from None
        addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        for address in addresses:
            if not is_public(address):
                raise FormatError(
                    self._name, f"{shown(host)} is {address}, an address of a private network: not fetched"
                )
        return addresses[0]


def is_public(address: IPAddress) -> bool:
    """Whether an address can be that of a web server for everyone; also of what it carries inside, if it does."""
    inner: IPAddress | None = None
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address.teredo is not None:
            inner = address.teredo[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast
