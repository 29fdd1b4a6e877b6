"""INFO elements of a retirement: in VOTables only, in the state of the request, and read by programs as before."""

from __future__ import annotations

import io
import warnings
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
import pyvo
from astropy.io.votable import parse
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from mastsite.retirement import changing, votable
from mastsite.retirement.notice import Notice
from mastsite.retirement.registry import Entry
from tests.legacy.replaying import body_of
from tests.legacy.test_votable import votlint
from tests.retirement.conftest import AtDay
from tests.retirement.records import FORM

NAMES = ["retirement", "deprecated", "sunset", "successor", "documentation"]
ADDRESSES = {
    "rows": "/hst/search.php?target=m31&action=Search&outputformat=VOTable&max_records=3",
    "several": "/hst/search.php?target=m31;m81&action=Search&outputformat=VOTable&max_records=3",
    "nothing": "/hst/search.php?target=m67&action=Search&outputformat=VOTable",
    "error": "/hst/search.php?sci_actual_duration=x..y&action=Search&outputformat=VOTable",
    "cone": "/hst/search.php?RA=10.6847&DEC=41.269&SR=0.01",
    "cone-error": "/hst/search.php?RA=10.6847&DEC=100&SR=0.01",
    "images": "/siap/search.php?POS=10.6847,41.269&SIZE=0.01",
    "spectra": "/ssap/search.php?POS=10.6847,41.269&SIZE=0.01&REQUEST=queryData",
    "metadata": "/siap/search.php?FORMAT=METADATA",
    "cross": "/xcorr.php?target=m31&missions[]=FOS,FOC&outputformat=VOTable&action=Search",
    "columns": "/search_fields.php?mission=hst&outputformat=VOTable",
}


def told(body: bytes) -> dict[str, ElementTree.Element]:
    """The facts at the head of a document, before its first resource."""
    root = ElementTree.fromstring(body)
    return {item.get("name", ""): item for item in root if item.tag.rpartition("}")[2] == "INFO"}


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_votable_tells_and_stays_clean(kept: None, on_day: AtDay, name: str, tmp_path: Path) -> None:
    client = Client()
    on_day(date(2026, 11, 1))
    assert not told(body_of(client.get(ADDRESSES[name])))
    on_day(date(2027, 9, 20))
    response = client.get(ADDRESSES[name])
    body = body_of(response)
    found = told(body)
    assert list(found) == NAMES
    form = "/hst/" in ADDRESSES[name]
    assert found["retirement"].get("value") == ("last-call" if form else "announced")
    assert found["sunset"].get("value") == ("2027-10-01" if form else "2028-10-01")
    assert f'<{found["successor"].get("value")}>; rel="successor-version"' in response["Link"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the old version of the document
        assert [info.name for info in parse(io.BytesIO(body)).infos] == NAMES
    complaints = votlint(body, tmp_path)
    assert "ERROR" not in complaints
    assert "INFO" not in complaints.replace("INFO: ", "")


def test_only_on_its_day_and_never_after_a_rollback(kept: None, on_day: AtDay) -> None:
    client = Client()
    on_day(date(2026, 11, 21))
    address = ADDRESSES["rows"]
    before = body_of(client.get(address))
    assert told(body_of(client.get(f"{address}&as-of=2027-02-01")))["retirement"].get("value") == "deprecated"
    assert not told(before)
    on_day(date(2027, 2, 1))
    assert not told(body_of(client.get(address, headers={"X-As-Of": "2026-11-21"})))
    changing.rollback("hst-form", by="ops", reason="rows were missing")
    assert body_of(client.get(address)) == before


def test_the_refusal_tells_too(kept: None, on_day: AtDay, tmp_path: Path) -> None:
    on_day(date(2028, 10, 1))
    response = Client().get(ADDRESSES["images"])
    assert response.status_code == 410 and "ERROR" not in votlint(response.content, tmp_path)
    infos = {item.get("name"): item for item in ElementTree.fromstring(response.content).iter() if "INFO" in item.tag}
    assert infos["QUERY_STATUS"].get("value") == "ERROR" and infos["retirement"].get("value") == "sunset"


def test_pyvo_reads_on(live_address: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for day, known in (("2026-11-01", False), ("2027-09-20", True)):
            service = pyvo.dal.SCSService(f"{live_address}/hst/search.php?as-of={day}&")
            found = service.search(pos=(10.6847, 41.269), radius=0.01)
            assert len(found) > 100
            assert ("retirement" in {info.name for info in found.votable.infos}) == known


DOCUMENTS = {
    "prefix": (b'<v:VOTABLE version="1.4" xmlns:v="x"><v:RESOURCE/></v:VOTABLE>', b'<v:INFO name="retirement"'),
    "latin-1": ('<?xml version="1.0" encoding="ISO-8859-1"?><VOTABLE><DESCRIPTION>é</DESCRIPTION><RESOURCE/></VOTABLE>'.encode("latin-1"), b'<INFO name="retirement"'),
    "another-xml": (b"<RESOURCE/>", b""),
    "no-resource": (b"<VOTABLE></VOTABLE>", b""),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("step", [0, 1, 7])
def test_where_it_is_put(name: str, step: int) -> None:
    """In one piece, and streamed in pieces that part its words."""
    body, begins = DOCUMENTS[name]
    request = RequestFactory().get("/old/search.php")
    notice = Notice(request, Entry(FORM), (), date(2027, 3, 1))
    pieces = [body[at : at + step] for at in range(0, len(body), step)] if step else []
    response = StreamingHttpResponse(pieces) if step else HttpResponse(body)
    response["Content-Type"] = "text/xml"
    votable.insert(response, notice)
    written = body_of(response)
    if begins:
        ElementTree.fromstring(written)
        assert written.count(begins) == 1 and written.index(begins) < written.index(b"RESOURCE")
    else:
        assert written == body
