"""Receipts: what they say, that any change is found out, and what is told when the holdings have changed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mastsite.exports import receipts
from mastsite.search.declare import Mission
from mastsite.search.models import Loading
from tests.pages.html import faults, text
from tests.pages.keeping.conftest import load
from tests.search.toy import GOOD, registered

pytestmark = pytest.mark.usefixtures("archive")
SEARCHES = (
    "target=m+31&radius=5", "sci_instrume=STIS&limit=40&sort=-sci_start_time", "target=m+31%3B+m+33&radius=2",
    "target=m+31&radius=5&limit=10&offset=7", "sci_data_set_name=nothing-of-the-kind",
)  # fmt: skip


def made(browser: Client, slug: str, search: str = "") -> dict[str, object]:
    response = browser.get(f"/search/{slug}/receipt.json?{search}")
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def verified(browser: Client, receipt: object, status: int = 200) -> dict[str, object]:
    sent = receipt if isinstance(receipt, str) else json.dumps(receipt)
    response = browser.post("/receipts/verify.json", sent, content_type="application/json")
    assert response.status_code == status, response.content
    return json.loads(response.content)


@pytest.mark.parametrize("search", SEARCHES)
def test_a_receipt_says_what_the_file_says_and_holds(browser: Client, search: str) -> None:
    receipt = made(browser, "hst", search)
    file = browser.get(f"/search/hst/results.csv?{search}")
    said = b"".join(file).decode()
    assert re.findall(r"sha256_of_ids: (\w+)", said) == [receipt["sha256_of_ids"]]
    assert re.findall(r"end: (\d+) row", said) == [str(receipt["rows"])]
    assert verified(browser, receipt)["verdict"] == "same"


def test_files_lead_to_their_receipt(browser: Client) -> None:
    file = browser.get("/search/hst/results.votable?target=m+31&radius=5&offset=3")
    link = re.fullmatch(r'<http://testserver([^>]+)>; rel="describedby"; type="text/html"', file["Link"])
    assert link and "Link" in file["Access-Control-Expose-Headers"]
    digest = re.findall(rb'name="sha256_of_ids" value="(\w+)"', b"".join(file))
    assert digest and digest[0] in browser.get(link[1]).content
    many = "; ".join(f"{number / 100} 1" for number in range(900))
    assert not browser.get("/search/hst/results.csv", {"target": many, "limit": "1"}).has_header("Link")


def test_the_page(browser: Client) -> None:
    response = browser.get("/search/hst/receipt?target=m+31&radius=5")
    html = response.content.decode()
    assert faults(html) == []
    assert "Hubble observations within 5 arcmin of M 31." in text(html)
    assert response["Cache-Control"] == "no-store"
    verify = re.search(r'href="(/receipts/verify|http://testserver/receipts/verify)\?(token=[^"]+)"', html)
    assert verify
    told = text(browser.get(f"/receipts/verify?{verify[2]}").content.decode())
    assert "The same rows" in told


@pytest.mark.parametrize("way", ["text", "token", "address", "file", "get"])
def test_every_way_to_bring_one(browser: Client, way: str) -> None:
    receipt = made(browser, "hst", "target=m+31&radius=5")
    whole, token = json.dumps(receipt, indent=1), str(receipt["token"])
    if way == "get":
        response = browser.get(f"/receipts/verify?token={quote(token)}")
    elif way == "file":
        response = browser.post(
            "/receipts/verify", {"file": SimpleUploadedFile("r.json", whole.encode()), "receipt": ""}
        )
    else:
        response = browser.post(
            "/receipts/verify", {"receipt": {"text": whole, "token": token}.get(way, receipt["verify"])}
        )
    html = response.content.decode()
    assert response.status_code == 200 and "The same rows" in text(html) and faults(html) == []


def test_holdings_that_changed_are_told_with_both_counts(browser: Client, toy: Mission, tmp_path: Path) -> None:
    receipt = made(browser, "toy")
    load(tmp_path, [*GOOD, "d,M 31,10.69,41.28,2014-01-01,4,yes,1"])
    found = verified(browser, receipt)
    assert found["verdict"] == "changed"
    assert "Then 3 rows of toy v1" in str(found["sentence"]) and "now 4 rows of toy v2" in str(found["sentence"])
    load(tmp_path, GOOD)
    again = verified(browser, receipt)
    assert again["verdict"] == "same" and "loaded anew" in str(again["sentence"])


def test_other_rows_in_the_same_holdings_differ(browser: Client, toy: Mission, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = made(browser, "toy")
    monkeypatch.setattr(
        receipts, "count_rows", lambda *_, **__: receipts.Found(str(receipt["holdings_version"]), 3, "0" * 64)
    )
    assert verified(browser, receipt)["verdict"] == "differs"


def test_a_text_that_was_changed_differs(browser: Client) -> None:
    receipt = made(browser, "hst", "target=m+31&radius=5")
    found = verified(browser, {**receipt, "rows": 7})
    assert found["verdict"] == "differs" and "The text says rows '7'" in str(found["sentence"])


def test_a_mission_that_is_gone_cannot_be_run(browser: Client, tmp_path: Path) -> None:
    with registered():
        load(tmp_path, GOOD)
        receipt = made(browser, "toy")
    Loading.objects.filter(slug="toy").delete()
    found = verified(browser, receipt, 503)
    assert found["verdict"] == "not run" and "cannot be read any more" in str(found["sentence"])


@pytest.mark.parametrize(
    "broken",
    [
        "", " ", "nonsense", "{}", "[]", "null", '{"token": 7}', '{"token": "abc"}', "\x00", "[" * 5_000, "a:b:c",
        "." + "A" * 90 + ":" + "B" * 43, "x" * 150_000, "é" * 300, '{"token": "' + "A" * 120_000 + '"}',
    ],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
@pytest.mark.parametrize("address", ["/receipts/verify", "/receipts/verify.json"])
def test_what_is_no_receipt_is_refused_with_a_sentence(browser: Client, address: str, broken: str) -> None:
    for response in (
        browser.post(address, {"receipt": broken}),
        browser.post(address, broken, content_type="text/plain"),
    ):
        assert response.status_code == 400
        told = response.content.decode()
        assert len(json.loads(told)["sentence"] if address.endswith("json") else text(told)) > 25


def test_tampered_tokens_are_not_ours(browser: Client) -> None:
    token = str(made(browser, "hst", "limit=3")["token"])
    for at in range(0, len(token), 17):
        letter = "A" if token[at] != "A" else "B"
        found = verified(browser, {"token": token[:at] + letter + token[at + 1 :]}, 400)
        assert found["verdict"] == "not ours", at
    assert verified(browser, {"token": token[:-3]}, 400)["verdict"] == "not ours"


def test_files_that_are_too_large_or_no_text(browser: Client) -> None:
    large = browser.post("/receipts/verify", {"file": SimpleUploadedFile("r.json", b"x" * 300_000)})
    assert large.status_code == 400 and "300,000 bytes" in text(large.content.decode())
    binary = browser.post("/receipts/verify", {"file": SimpleUploadedFile("r.json", b"\xff\xfe\x00")})
    assert binary.status_code == 400 and "not text in UTF-8" in text(binary.content.decode())


def test_searches_that_cannot_be_read(browser: Client) -> None:
    assert browser.get("/search/hst/receipt?target=m31&radius=abc").status_code == 400
    assert browser.get("/search/hst/receipt.json?nonsense=%00").status_code == 400
    assert browser.get("/search/hts/receipt.json").status_code == 404
    assert browser.get("/search/hst/receipt?after=nonsense").status_code == 400


def test_too_many_rows_for_a_receipt(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "MOST_ROWS", 100)
    response = browser.get("/search/hst/receipt?target=m+31&radius=5")
    assert response.status_code == 400 and "more than 100 rows" in text(response.content.decode())
    assert browser.get("/search/hst/receipt.json?target=m+31&radius=5&limit=100").status_code == 200
    assert browser.get("/search/hst/receipt.json?target=m+31&radius=5&limit=101").status_code == 400
