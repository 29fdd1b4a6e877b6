"""How many long answers are sent at a time, and that nobody keeps a place he does not need."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory

from mastsite.search import sending
from mastsite.search.sending import Busy, take


@pytest.fixture
def places(settings: object) -> Iterator[int]:
    """Two places in all, and none of them lost at the end."""
    settings.EXPORTS = 2  # type: ignore[attr-defined]
    sending._places.cache_clear()
    try:
        yield 2
        free = sending._places()
        assert free.acquire(blocking=False) and free.acquire(blocking=False), "a place was kept"
    finally:
        sending._places.cache_clear()
        sending._here.slot = None


def answered(response: HttpResponseBase, *, long: bool = False) -> HttpResponseBase:
    def view(_request: HttpRequest) -> HttpResponseBase:
        if long:
            take()
        return response

    return sending.sending(view)(RequestFactory().get("/"))


def test_a_stream_has_its_place_until_it_is_closed(places: int) -> None:
    on_their_way = [answered(StreamingHttpResponse([b"a"])) for _ in range(places)]
    refused = answered(StreamingHttpResponse([b"a"]))
    assert refused.status_code == 503 and int(refused["Retry-After"]) and b"sending 2 files" in refused.content  # type: ignore[attr-defined]
    assert answered(HttpResponse(b"a page")).status_code == 200
    on_their_way.pop().close()
    again = answered(StreamingHttpResponse([b"a"]))
    assert again.status_code == 200
    for response in (*on_their_way, again, refused):
        response.close()


def test_a_refused_stream_is_closed(places: int) -> None:
    closed = []

    def rows() -> Iterator[bytes]:
        try:
            yield b"a"
            yield b"b"
        finally:
            closed.append(True)

    others = [answered(StreamingHttpResponse([b"a"])) for _ in range(places)]
    begun = rows()
    next(begun)
    answered(StreamingHttpResponse(begun))
    assert closed
    for response in others:
        response.close()


def test_an_answer_in_whole_gives_its_place_back_at_once(places: int) -> None:
    for _ in range(places + 1):
        assert answered(HttpResponse(b"made of many rows"), long=True).status_code == 200


def test_one_answer_takes_one_place(places: int) -> None:
    first = answered(StreamingHttpResponse([b"a"]), long=True)
    second = answered(StreamingHttpResponse([b"a"]), long=True)
    assert (first.status_code, second.status_code) == (200, 200)
    first.close()
    first.close()
    second.close()


def test_a_file_takes_turns_and_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "PATIENCE_S", 0.01)
    free = sending._turns._value  # type: ignore[attr-defined]
    seen = []

    def pieces() -> Iterator[bytes]:
        for _ in range(3):
            seen.append(sending._turns._value)  # type: ignore[attr-defined]
            yield b"a"
        raise ValueError("the rows failed")

    turning = sending.by_turns(pieces())
    for _ in range(3):
        next(turning)
        assert sending._turns._value == free, "who is sent to keeps no turn"  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="failed"):
        next(turning)
    assert seen == [free - 1] * 3 and sending._turns._value == free  # type: ignore[attr-defined]
    for _ in range(free):
        sending._turns.acquire()
    assert list(sending.by_turns([b"a", b"b"])) == [b"a", b"b"]
    for _ in range(free):
        sending._turns.release()


def test_without_a_request_nothing_is_bounded(places: int) -> None:
    for _ in range(places + 1):
        take()


LONG = {
    "file": "/search/hst/results.csv",
    "file made first": "/search/hst/results.fits",
    "api": "/search/hst/api/v0.1/search?limit=20000",
    "legacy": "/hst/search.php?action=Search&outputformat=CSV&max_records=20000",
    "legacy VOTable": "/hst/search.php?action=Search&outputformat=VOTable&max_records=20000",
}
SHORT = {
    "page": "/search/hst/results?sci_instrume=STIS",
    "form": "/search/hst/",
    "api": "/search/hst/api/v0.1/search?limit=20",
    "status": "/status",
}


@pytest.mark.usefixtures("archive")
def test_every_door_says_that_it_is_busy_and_searches_go_on(places: int) -> None:
    on_their_way = [Client().get("/search/hst/results.csv") for _ in range(places)]
    try:
        for door, address in LONG.items():
            response = Client().get(address)
            assert response.status_code == 503 and int(response["Retry-After"]), door
            assert b"files to slow readers" in response.content, door
            if door == "api":
                assert "files to slow readers" in json.loads(response.content)["detail"]
        for door, address in SHORT.items():
            assert Client().get(address).status_code == 200, door
    finally:
        for response in on_their_way:
            response.close()
    assert Client().head("/search/hst/results.csv").status_code == 200


def test_it_is_told_like_a_time_limit(places: int) -> None:
    assert "Ask again in 30 seconds" in str(Busy())
