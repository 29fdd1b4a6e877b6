"""What is sent wrongly: refused with a sentence, as a page and as JSON, and never read beyond the bounds."""

from __future__ import annotations

import gzip
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from mastsite.pages.lists import page
from tests.lists.test_reading import REFUSED
from tests.pages.html import faults

pytestmark = pytest.mark.usefixtures("kept")
MB = 2**20
BEGINS = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n'


class Counted(io.RawIOBase):
    """A body of that many bytes, which counts those that are read."""

    def __init__(self, size: int) -> None:
        self.left, self.taken = size, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = self.left if size < 0 else min(size, self.left)
        self.left -= size
        self.taken += size
        return b"x" * size


@pytest.fixture
def client() -> Client:
    return Client(headers={"Accept": "text/html"})


@pytest.mark.parametrize("kind", ["text/csv", "multipart/form-data; boundary=b", ""])
def test_200_megabytes_are_refused_unread(kind: str) -> None:
    body = Counted(200 * MB)
    request = RequestFactory().generic("POST", "/search/hst/list", b"x", content_type=kind)
    request.META |= {"CONTENT_LENGTH": str(200 * MB), "wsgi.input": body}
    fresh = type(request)(request.META | {"wsgi.input": body})
    answer = page.new(fresh, slug="hst", extension="json")
    assert answer.status_code == 413 and b"200 MB were sent" in answer.content
    assert body.taken == 0
    told = page.new(type(request)(request.META | {"wsgi.input": body}), slug="hst")
    assert told.status_code == 413 and faults(told.content.decode()) == []
    assert body.taken == 0


def test_through_the_middleware_too(client: Client) -> None:
    body = Counted(200 * MB)
    for kind in ("text/csv", "multipart/form-data; boundary=b", "application/x-www-form-urlencoded"):
        answer = client.generic(
            "POST", "/search/hst/list.json", b"x", content_type=kind,
            **{"CONTENT_LENGTH": str(200 * MB), "wsgi.input": body},
        )  # fmt: skip
        assert answer.status_code == 413, (kind, answer.content)
        assert body.taken == 0


@pytest.mark.parametrize("name", sorted(set(REFUSED) - {"too many bytes"}))
def test_wrong_lists_are_told(client: Client, name: str) -> None:
    data, said = REFUSED[name]
    if data:
        as_json = client.post("/search/hst/list.json", data, content_type="application/octet-stream")
        assert as_json.status_code == 400 and said in as_json.json()["errors"][0]["message"]
    as_page = client.post("/search/hst/list", {"file": SimpleUploadedFile("list.csv", data or b" ")})
    html = as_page.content.decode()
    assert as_page.status_code == 400 and faults(html) == [] and "There is a problem" in html


def test_parameters_that_are_wrong(client: Client) -> None:
    wrong = {
        "radius": "abc", "each": "0", "read_as": "x", "header": "x", "delimiter": "xx", "sort": "ra", "page": "2", "nonsense": "1",
        "resolver": "nobody", "columns": "nothing", "equinox": "J1", "target_column": "x",
    }  # fmt: skip
    for name, value in wrong.items():
        answer = client.post(f"/search/hst/list.json?{name}={value}", b"M 31\n", content_type="text/plain")
        assert answer.status_code == 400 and answer.json()["errors"][0]["message"], name
        shown = client.post("/search/hst/list", {"list": "M 31", name: value})
        html = shown.content.decode()
        assert shown.status_code == 400 and faults(html) == [] and "M 31" in html, name
        assert client.get(f"/search/hst/list?{name}={value}").status_code in (200, 400)
    twice = client.post("/search/hst/list.json?radius=1&radius=2&each=1&each=2", b"M 31\n", content_type="text/plain")
    assert twice.status_code == 400 and len(twice.json()["errors"]) == 2
    assert client.post("/search/nowhere/list.json", b"M 31\n", content_type="text/plain").status_code == 404


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "text/plain"),
        (b"", "multipart/form-data"),
        (b"--b\r\n", "multipart/form-data; boundary=b"),
        (BEGINS + b"M 31", "multipart/form-data; boundary=b"),
        (b"list=%00%ff", "application/x-www-form-urlencoded"),
        (b"list=M+31&list=M+33", "application/x-www-form-urlencoded"),
        (BEGINS.replace(b'"file"', b'"other"') + b"M 31\r\n--b--\r\n", "multipart/form-data; boundary=b"),
        (BEGINS + b"M 31\r\n" + BEGINS + b"M 33\r\n--b--\r\n", "multipart/form-data; boundary=b"),
        ("list=" + "x" * 6 * MB, "application/x-www-form-urlencoded"),
        (gzip.compress(b"\0" * 100), "application/gzip"),
    ],
)
def test_forms_that_are_wrong(client: Client, body: Any, kind: str) -> None:
    for address in ("/search/hst/list.json", "/search/hst/list", "/lists/"):
        answer = client.generic("POST", address, body, content_type=kind)
        assert answer.status_code in (303, 400, 413) or (answer.status_code == 200 and address.endswith("json"))
        if answer.status_code >= 400 and not address.endswith("json"):
            assert faults(answer.content.decode()) == []
