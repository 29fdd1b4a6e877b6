"""Answers packed for the way: which encoding, which answers, and that a stream is never held back."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory

from mastsite.compression import LEAST_BYTES, PACKERS, compression, packer_for
from mastsite.exports import WRITERS

LONG = b"a line of a file, and another\n" * 400


def sent(response: HttpResponseBase, accepted: str = "gzip, br", method: str = "GET") -> HttpResponseBase:
    """What leaves the middleware."""
    request = RequestFactory().generic(method, "/", headers={"Accept-Encoding": accepted})
    return compression(lambda _request: response)(request)


def unpacker(name: str) -> Callable[[bytes], bytes]:
    if name == "br":
        return brotli.Decompressor().process  # type: ignore[no-any-return]
    return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress


@pytest.mark.parametrize(
    ("accepted", "name"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("GZIP", "gzip"),
        ("identity", ""),
        ("identity;q=1, gzip;q=0.5", ""),
        ("gzip;q=nothing", ""),
        ("", ""),
        ("deflate", ""),
        ("x" * 10_000 + ", gzip", ""),
    ],
)
def test_the_encoding_that_a_client_likes_best(accepted: str, name: str) -> None:
    packer = packer_for(accepted)
    assert (packer.name if packer else "") == name


@pytest.mark.parametrize("packer", PACKERS, ids=lambda packer: packer.name)
def test_a_page_is_packed_and_says_so(packer: object) -> None:
    name = packer.name  # type: ignore[attr-defined]
    response = sent(HttpResponse(LONG, headers={"ETag": '"a"', "Content-Length": str(len(LONG))}), name)
    assert response["Content-Encoding"] == name and response["ETag"] == 'W/"a"'
    assert "Accept-Encoding" in response["Vary"]
    packed = response.content  # type: ignore[attr-defined]
    assert int(response["Content-Length"]) == len(packed) < len(LONG)
    assert (brotli.decompress if name == "br" else gzip.decompress)(packed) == LONG


@pytest.mark.parametrize("packer", PACKERS, ids=lambda packer: packer.name)
def test_every_piece_of_a_stream_leaves_before_the_next_is_made(packer: object) -> None:
    made = []

    def pieces() -> Iterator[bytes]:
        for number in range(5):
            made.append(number)
            yield b"row %d, and some words\n" % number

    name = packer.name  # type: ignore[attr-defined]
    unpack = unpacker(name)
    leaving = iter(sent(StreamingHttpResponse(pieces()), name))  # type: ignore[call-overload]
    for number in range(5):
        assert unpack(next(leaving)) == b"row %d, and some words\n" % number
        assert made == list(range(number + 1))
    assert unpack(b"".join(leaving)) == b""


def test_what_is_packed_already_or_of_known_length_stays_as_it_is() -> None:
    left = [
        HttpResponse(b"x" * (LEAST_BYTES - 1)),
        HttpResponse(LONG, content_type="application/zip"),
        HttpResponse(LONG, content_type="image/png"),
        HttpResponse(LONG, headers={"Content-Encoding": "gzip"}),
        HttpResponse(LONG, status=206, headers={"Content-Range": "bytes 0-9/100"}),
        StreamingHttpResponse([LONG], headers={"Content-Length": str(len(LONG))}),
        StreamingHttpResponse([LONG], headers={"Accept-Ranges": "bytes"}),
    ]
    for response in left:
        before = response.get("Content-Encoding", "")
        assert sent(response).get("Content-Encoding", "") == before and not response.has_header("Vary")
    assert sent(HttpResponse(LONG, content_type="image/svg+xml"))["Content-Encoding"] == "br"


def test_a_client_that_reads_no_encoding_has_plain_bytes_and_caches_are_told() -> None:
    response = sent(HttpResponse(LONG), "")
    assert not response.has_header("Content-Encoding") and response["Vary"] == "Accept-Encoding"


def test_who_leaves_closes_the_rows() -> None:
    closed = []

    def rows() -> Iterator[bytes]:
        try:
            while True:
                yield LONG
        finally:
            closed.append(True)

    response = sent(StreamingHttpResponse(rows()))
    next(iter(response))  # type: ignore[call-overload]
    response.close()
    assert closed


def test_head_says_what_get_would() -> None:
    response = sent(StreamingHttpResponse(()), method="HEAD")
    assert response["Content-Encoding"] == "br" and b"".join(response) == b""  # type: ignore[arg-type]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("name", sorted(WRITERS))
def test_every_file_is_the_same_packed(name: str) -> None:
    writer = WRITERS[name]
    address = f"/search/hst/results.{writer.extension}?target=10.6847+41.2690&radius=1&limit=30&comments=no"
    response = Client(headers={"Accept-Encoding": "gzip"}).get(address)
    packed = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert response.status_code == 200
    if name in ("parquet", "xlsx"):
        assert not response.has_header("Content-Encoding")
    else:
        assert response["Content-Encoding"] == "gzip" and gzip.decompress(packed)
