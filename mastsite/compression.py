"""Answers packed for the way: brotli where the client reads it, else gzip; files that stream leave as they come.

To add one more encoding: a `Packer` in `PACKERS`, in the order of preference.

A module of ours and no library: Django's own middleware packs a stream through a buffer that holds its beginning back
and packs what is packed already, and the one package with brotli does both too (docs/decisions/0013-the-front.md).
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, cast

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

Handler = Callable[[HttpRequest], HttpResponseBase]

LEAST_BYTES = 500
"""A shorter answer is one packet with or without."""
LARGE_BYTES = 2**17
"""From here on a whole answer is packed in two thirds of the time, and a fifth larger."""
LONGEST_HEADER = 500

PACKED = (
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.apache.parquet",
    "application/x-parquet",
    "application/gzip",
    "application/zip",
    "application/x-gzip",
    "application/x-xz",
    "application/x-bzip2",
    "application/zstd",
    "image/",
    "audio/",
    "video/",
    "font/woff",
)
"""How the media types begin whose bytes get no smaller."""
TEXT_OF_THOSE = "image/svg"


class Press(Protocol):
    """Packs a stream: what is known of a piece, everything that was held back, and the end."""

    def pack(self, piece: bytes) -> bytes: ...
    def end(self) -> bytes: ...


class _Brotli:
    def __init__(self) -> None:
        self._press = brotli.Compressor(quality=1, lgwin=18)

    def pack(self, piece: bytes) -> bytes:
        return cast(bytes, self._press.process(piece) + self._press.flush())

    def end(self) -> bytes:
        return cast(bytes, self._press.finish())


class _Gzip:
    def __init__(self) -> None:
        self._press = zlib.compressobj(1, zlib.DEFLATED, 16 + zlib.MAX_WBITS)

    def pack(self, piece: bytes) -> bytes:
        return self._press.compress(piece) + self._press.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        return self._press.flush()


@dataclass(frozen=True, slots=True)
class Packer:
    """One encoding: its name in headers, a whole answer at a level for pages, and a quick one for long files."""

    name: str
    whole: Callable[[bytes], bytes]
    press: Callable[[], Press]


PACKERS = (
    Packer("br", lambda data: cast(bytes, brotli.compress(data, quality=5 if len(data) < LARGE_BYTES else 4)), _Brotli),
    Packer("gzip", lambda data: gzip.compress(data, 6, mtime=0), _Gzip),
)


def compression(get_response: Handler) -> Handler:
    """Middleware. What stands before it in the list sees packed answers, what stands behind it changes plain ones."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not _worth(response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        packer = packer_for(request.headers.get("Accept-Encoding", ""))
        if packer is not None:
            _pack(request, response, packer)
        return response

    return middleware


def _worth(response: HttpResponseBase) -> bool:
    """Whether an answer can get smaller. Those of known length in pieces are files, which clients ask for in parts."""
    if response.has_header("Content-Encoding") or response.has_header("Content-Range") or response.status_code == 206:
        return False
    if response.has_header("Accept-Ranges") or (response.streaming and response.has_header("Content-Length")):
        return False
    kind = response.get("Content-Type", "").lower()
    if kind.startswith(PACKED) and not kind.startswith(TEXT_OF_THOSE):
        return False
    return response.streaming or len(cast(HttpResponse, response).content) >= LEAST_BYTES


def packer_for(accepted: str) -> Packer | None:
    """The first of `PACKERS` among those that the client likes best; None when it reads none (RFC 9110, 12.5.3)."""
    liked: dict[str, float] = {}
    for item in accepted[:LONGEST_HEADER].lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        liked[name] = _weight(parameters)
    best = max((_liking(packer, liked) for packer in PACKERS), default=0.0)
    if best <= 0 or best < liked.get("identity", 0.0):
        return None
    return next(packer for packer in PACKERS if _liking(packer, liked) == best)


def _liking(packer: Packer, liked: dict[str, float]) -> float:
    return liked.get(packer.name, liked.get("*", 0.0))


def _weight(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def _pack(request: HttpRequest, response: HttpResponseBase, packer: Packer) -> None:
    if isinstance(response, StreamingHttpResponse):
        if request.method != "HEAD":
            response.streaming_content = _packed(cast(Iterable[bytes], response.streaming_content), packer.press())
    else:
        whole = cast(HttpResponse, response)
        packed = packer.whole(whole.content)
        if len(packed) >= len(whole.content):
            return
        whole.content = packed
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(packed))
    response["Content-Encoding"] = packer.name
    tag = response.get("ETag", "")
    if tag.startswith('"'):
        response["ETag"] = f"W/{tag}"  # other bytes of the same answer


def _packed(pieces: Iterable[bytes], press: Press) -> Iterator[bytes]:
    """Every piece leaves as it comes."""
    for piece in pieces:
        if piece:
            yield press.pack(piece)
    yield press.end()
