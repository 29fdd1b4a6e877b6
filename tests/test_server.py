"""The server on the wire: addresses as old scripts write them, bodies in chunks, clients that stall, leave or stay."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import quote, urlsplit

import pytest

import mastsite.server
from mastsite.server import MAX_LINE_BYTES, command, written
from mastsite.wsgi import MAX_CHUNKED_BYTES
from tests.conftest import SERVER_THREADS, free_port
from tests.environment import ROOT, TEST_DATA

SEARCH = "/search/hst/api/v0.1/search"
EXPORT = b"/search/jwst/results.csv?columns=all"
Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def connected(address: str, *, buffer: int | None = None) -> Iterator[socket.socket]:
    with closing(socket.socket()) as wire:
        wire.settimeout(30)
        if buffer:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        wire.connect((urlsplit(address).hostname, urlsplit(address).port))
        yield wire


def request(target: bytes, *, method: bytes = b"GET", headers: bytes = b"", body: bytes = b"") -> bytes:
    head = b"%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n%s\r\n" % (method, target, headers)
    return head + body


def answer(address: str, sent: bytes) -> Answer:
    """Status, headers and body of the answer to bytes, when the server has closed."""
    with connected(address) as wire:
        wire.sendall(sent)
        return read(wire)


def read(wire: socket.socket) -> Answer:
    parts = []
    while part := wire.recv(2**16):
        parts.append(part)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    return int(first.split()[1]), {k.lower(): v for k, v in (line.split(": ", 1) for line in lines)}, body


def understood(address: str, target: bytes) -> dict[str, object]:
    """The conditions that the view has read out of an address."""
    status, _, body = answer(address, request(target))
    assert status == 200, body
    return json.loads(body)["search_params"]["conditions"][0]


@pytest.mark.parametrize("sent", ['"', "{", "}", "|", "\\", "^", "`", "[", "]", "'", "#", " ", "é", "<", ">", "%", "µ"])
def test_bytes_that_no_address_may_hold_reach_the_view(live_address: str, sent: str) -> None:
    target = f"{SEARCH}?limit=0&sci_targname=N{sent}g*"
    wanted = understood(live_address, f"{SEARCH}?limit=0&sci_targname={quote(f'N{sent}g*')}".encode())
    assert wanted not in ({"sci_targname": "Ng*"}, {"sci_targname": "N"})
    assert understood(live_address, target.encode()) == wanted


@pytest.mark.parametrize("sent", [b"*\xe9*", b"*%E9*", b"*%e9*", b"*\xc3\xa9*", b"*%C3%A9*"])
def test_latin_1_and_utf_8_are_the_same_letter(live_address: str, sent: bytes) -> None:
    assert understood(live_address, b"%s?limit=0&sci_targname=%s" % (SEARCH.encode(), sent)) == {"sci_targname": "*é*"}


def test_a_form_in_latin_1_is_read_by_pages(live_address: str) -> None:
    body = answer(live_address, request(b"/search/hst/?sci_pi_last_name=P\xe9rez"))[2].decode()
    assert 'value="Pérez"' in body


@pytest.mark.parametrize("operator", [b"<", b">", b"<=", b"> ", b"! "])
def test_operators_as_typed(live_address: str, operator: bytes) -> None:
    rows = b"%s?limit=5&select_cols=sci_pep_id&sort_by=sci_pep_id&sci_pep_id=" % SEARCH.encode()
    raw, encoded = (
        answer(live_address, request(rows + value))[2]
        for value in (operator + b"12000", quote(operator).encode() + b"12000")
    )
    assert raw == encoded and json.loads(raw)["results"]


def test_bytes_in_the_path_are_a_page_that_does_not_exist(live_address: str) -> None:
    for path in (b"/search/h\xe9st/", b"/search/<hst>/", b"/search/h st/"):
        status, _, body = answer(live_address, request(path))
        assert status == 404 and b"<h1" in body


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        pytest.param(b"GET /a?b=c%20d HTTP/1.1", b"GET /a?b=c%20d HTTP/1.1", id="as it should be"),
        pytest.param(b"GET /a?b=c d  HTTP/1.0", b"GET /a?b=c%20d HTTP/1.0", id="blanks"),
        pytest.param(b"GET /a?b=\xe9 HTTP/1.1", b"GET /a?b=%C3%A9 HTTP/1.1", id="latin-1"),
        pytest.param(b"GET /a?b=\xc3\xa9 HTTP/1.1", b"GET /a?b=%C3%A9 HTTP/1.1", id="utf-8"),
        pytest.param(b"GET /a?b=\0\t\x7f HTTP/1.1", b"GET /a?b=%00%09%7F HTTP/1.1", id="control characters"),
        pytest.param(b"GET /a?b=M#1 HTTP/1.1", b"GET /a?b=M%231 HTTP/1.1", id="number sign"),
        pytest.param(b"GET /a\rX: y HTTP/1.1", b"GET /a%0DX:%20y HTTP/1.1", id="half a line end"),
        pytest.param(b"GET /a", b"GET /a", id="no version"),
        pytest.param(b"", b"", id="empty"),
    ],
)
def test_a_request_line_is_mended(line: bytes, mended: bytes) -> None:
    assert written(line) == mended
    assert written(mended) == mended


@pytest.mark.parametrize("kilobytes", [8, 16, 60])
def test_long_addresses_reach_the_view(live_address: str, kilobytes: int) -> None:
    name = b"%s?limit=1&sci_data_set_name=" % SEARCH.encode()
    target = name + b",".join(b"X%08d" % number for number in range(kilobytes * 100))
    assert len(target) > kilobytes * 1_000
    status, _, body = answer(live_address, request(target))
    # Either answer is the view's own: more values than one condition takes are refused in its words.
    assert status in (200, 400) and ("results" if status == 200 else "errors") in json.loads(body)


def test_an_address_beyond_all_bounds_is_told_so(live_address: str) -> None:
    status, _, body = answer(live_address, request(b"/?a=" + b"x" * MAX_LINE_BYTES))
    assert status == 414 and b"by POST" in body


@pytest.mark.parametrize(
    "line", [b"NONSENSE\r\n\r\n", b"GET /\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"GET / HTTP/1.1\n\n"]
)
def test_no_request_at_all_is_400_with_a_sentence(live_address: str, line: bytes) -> None:
    status, _, body = answer(live_address, line)
    assert status in (400, 505) and len(body) > 20


def test_old_clients_name_no_host_and_no_version_of_ours(live_address: str) -> None:
    status, _, body = answer(live_address, f"GET {SEARCH}?limit=1&sci_pep_id=<12000 HTTP/1.0\r\n\r\n".encode())
    assert status == 200 and json.loads(body)["results"]


def test_head_has_the_headers_alone(live_address: str) -> None:
    for target in (b"/", b"/search/hst/results.csv?sci_pep_id=12058", f"{SEARCH}?limit=1".encode()):
        status, headers, body = answer(live_address, request(target, method=b"HEAD"))
        assert status == 200 and body == b""
        assert headers["content-type"] == answer(live_address, request(target))[1]["content-type"]


def chunked(body: bytes, size: int) -> bytes:
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize("size", [3, 50_000])
def test_a_body_in_chunks_is_the_same_body(live_address: str, size: int) -> None:
    sent = json.dumps({"limit": 2, "conditions": [{"sci_pep_id": "<12000"}]}).encode().ljust(100_000)
    kind = b"Content-Type: application/json\r\n"
    whole = answer(
        live_address,
        request(SEARCH.encode(), method=b"POST", headers=kind + b"Content-Length: %d\r\n" % len(sent), body=sent),
    )
    parts = answer(
        live_address,
        request(
            SEARCH.encode(), method=b"POST", headers=kind + b"Transfer-Encoding: chunked\r\n", body=chunked(sent, size)
        ),
    )
    assert whole[0] == parts[0] == 200 and whole[2] == parts[2] and json.loads(parts[2])["results"]


def test_chunks_that_are_none_are_400(live_address: str) -> None:
    headers = b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
    status, _, body = answer(
        live_address, request(SEARCH.encode(), method=b"POST", headers=headers, body=b"zz\r\n{}\r\n")
    )
    assert status == 400 and body


def test_chunks_without_end_are_413(live_address: str) -> None:
    headers = b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
    piece = b"100000\r\n" + b" " * 2**20 + b"\r\n"
    with connected(live_address) as wire:
        wire.sendall(request(SEARCH.encode(), method=b"POST", headers=headers))
        for _ in range(MAX_CHUNKED_BYTES // 2**20 + 2):
            try:
                wire.sendall(piece)
            except OSError:
                break
        try:
            said = wire.recv(2**16)
        except ConnectionResetError:
            pytest.fail("the connection was cut before the answer")
    assert b" 413 " in said.partition(b"\r\n")[0]


def test_one_connection_serves_many_requests(live_address: str) -> None:
    asked = f"GET {SEARCH}?limit=1&sci_pep_id=<12000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    with connected(live_address) as wire:
        for _ in range(3):
            wire.sendall(asked)
            got = b""
            while b"\r\n\r\n" not in got or not got.endswith(b"}"):
                got += wire.recv(2**16)
            assert got.startswith(b"HTTP/1.1 200")


def quickly(address: str) -> float:
    began = time.monotonic()
    assert answer(address, request(b"/status"))[0] == 200
    return time.monotonic() - began


@contextmanager
def stalled(address: str, many: int) -> Iterator[None]:
    """Clients that have asked for a long file, of which they read nothing but its beginning."""
    wires = []
    try:
        for _ in range(many):
            wire = socket.socket()
            wire.settimeout(30)
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            wire.connect((urlsplit(address).hostname, urlsplit(address).port))
            wire.sendall(request(EXPORT))
            wires.append(wire)
        for wire in wires:
            assert wire.recv(8).startswith(b"HTTP")
        yield
    finally:
        for wire in wires:
            wire.close()


def test_clients_that_read_nothing_leave_room_for_the_next(live_address: str) -> None:
    with stalled(live_address, SERVER_THREADS - 2):
        assert quickly(live_address) < 10


def test_clients_that_leave_free_their_threads(live_address: str) -> None:
    for _ in range(2):
        with stalled(live_address, SERVER_THREADS):
            pass
    assert quickly(live_address) < 15


def test_clients_that_stop_in_the_middle_of_a_request_free_their_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mastsite.server, "READ_STALL_S", 0.2)
    here, there = socket.socketpair()
    with closing(here), closing(there):
        there.sendall(b"GET /status HT")
        reader = mastsite.server._Unreader(here)
        assert reader.chunk() == b"GET /status HT"
        began = time.monotonic()
        assert reader.chunk() == b""
        assert time.monotonic() - began < 5
        assert here.gettimeout() is None, "sending must wait for slow readers"


def test_a_form_that_is_cut_short_is_not_read_as_a_whole(live_address: str) -> None:
    body = b"uri=mast:HST/product/a.fits&uri=mast:HST/pro"
    headers = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 999\r\n"
    with connected(live_address) as wire:
        wire.sendall(request(b"/api/v0.1/Download/bundle.sh", method=b"POST", headers=headers, body=body))
        wire.shutdown(socket.SHUT_WR)
        status, _, said = read(wire)
    assert status == 400 and b"cut short" in said


def test_a_stopped_server_ends_what_it_has_begun(archive: None) -> None:
    port = free_port()
    with (TEST_DATA / "stopped_server.log").open("wb") as log:
        server = subprocess.Popen(command("127.0.0.1", port, workers=1, threads=2), cwd=ROOT, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(300):
                try:
                    quickly(address)
                    break
                except OSError:
                    time.sleep(0.1)
            whole = answer(address, request(EXPORT))[2]
            with connected(address) as wire:
                wire.sendall(request(EXPORT))
                begun = wire.recv(1000, socket.MSG_PEEK)
                server.send_signal(signal.SIGTERM)
                assert begun.startswith(b"HTTP/1.1 200")
                assert abs(len(read(wire)[2]) - len(whole)) < 100
            assert server.wait(timeout=30) == 0
        finally:
            server.kill()
            server.wait()
