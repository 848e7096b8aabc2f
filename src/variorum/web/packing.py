"""An answer that is made once and sent often: compressed, with a tag by which a browser that has it is told so."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Packed:
    """The body of an answer: as gzip, with its ETag and its media type."""

    compressed: bytes
    tag: str
    media: str

    def answer(self, request: Request) -> Response:
        """The body as the browser takes it, or 304 where it has it already."""
        headers = {"etag": self.tag, "vary": "accept-encoding"}
        if is_known(request, self.tag):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.compressed, media_type=self.media, headers={**headers, "content-encoding": "gzip"})
        return Response(gzip.decompress(self.compressed), media_type=self.media, headers=headers)


def packed(text: str, media: str = "application/json") -> Packed:
    body = text.encode()
    return Packed(gzip.compress(body, _LEVEL, mtime=0), tag_of(body), media)


def tag_of(told: bytes) -> str:
    """The ETag of what is told."""
    return f'"{sha256(told).hexdigest()[:32]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the browser says that it has what the tag stands for."""
    sent = request.headers.get("if-none-match", "").split(",")
    return tag in [one.strip().removeprefix("W/") for one in sent]
