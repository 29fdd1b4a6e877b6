"""Lists of files: from the mission, the folder and the upstream archive, and what is said of those without."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mastsite.network import fetch
from mastsite.network.fetch import BREAKERS
from mastsite.products import listing, places, upstream
from mastsite.search.registry import get_mission
from tests.products.files import HST, K2, LIGHT_CURVE, LIGHT_CURVE_URI, REAL, put, sha256
from tests.products.test_missions import engine_ids, first

pytestmark = pytest.mark.usefixtures("archive")
RECORDED = json.loads(files("astroquery.mast").joinpath("tests/data/mission_products.json").read_text())
hst, k2 = get_mission("hst"), get_mission("k2")


def of(slug, *ids, **options):
    return listing.of(get_mission(slug), ids, **options)


def test_any_case_and_each_once_in_the_order_asked():
    ids = first("k2", 3)
    assert [product.dataset for product in of("k2", ids[2].upper(), ids[0], f" {ids[2]} ").products] == [ids[2], ids[0]]


def test_what_is_not_held_is_named():
    found = of("k2", K2, "nope", "x" * 300, "a\0b", *(f"n{number}" for number in range(30)))
    assert {product.dataset for product in found.products} == {K2}
    assert found.messages[0].startswith("Not held here: nope, ") and "23 more" in found.messages[0]


def test_a_mission_without_rows_says_so():
    found = of("iue", "LWR08496")
    assert found.products == () and found.messages[0].startswith("IUE: ")


def test_many_identifiers_are_one_question():
    ids = engine_ids(k2, ["1"])[:2_000]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = listing.of(k2, ids)
    assert len({product.dataset for product in found.products}) == 2_000
    assert len([query for query in asked if "rows_k2" in query["sql"]]) == 1


def test_too_many_are_refused():
    with pytest.raises(listing.TooMany, match="10,001"):
        of("k2", *(str(number) for number in range(10_001)))


def test_files_in_the_folder_are_products(folder):
    put(folder, "k2", K2, LIGHT_CURVE)
    put(folder, "k2", K2, "notes.txt")
    products = {product.filename: product for product in of("k2", K2).products}
    assert len(products) == 3
    assert (products[LIGHT_CURVE].size, products[LIGHT_CURVE].sha256) == (REAL.stat().st_size, sha256(REAL))
    assert products[LIGHT_CURVE].uri == LIGHT_CURVE_URI
    assert products["notes.txt"].uri == f"mast:K2/local/{K2}/notes.txt"
    assert places.find(LIGHT_CURVE_URI).path and places.find(f"mast:K2/local/{K2}/notes.txt").path


def test_places_without_an_upstream_archive():
    assert places.find(LIGHT_CURVE_URI).address == ""
    assert places.find("mast:JWST/product/jw02732-o004_t004_miri_ch1-shortmediumlong_x1d.fits").address == ""
    assert places.find("mast:K2/url/missions/k2/lightcurves/c4/0/0/ktwo000000001-c04_llc.fits") is None


@pytest.fixture
def archive_upstream(settings, monkeypatch):
    """Settings and a function that stands for the network; it notes the addresses that were asked."""
    settings.UPSTREAM_ARCHIVE = "https://upstream.example"
    BREAKERS.clear()
    asked = []

    def answer(url, limit_s, reply_limit_bytes, done):
        done()
        asked.append(url)
        ids = url.partition("dataset_ids=")[2].split(",")
        return json.dumps({"products": [
            {**item, "dataset": dataset, "uri": f"{dataset}/{item['filename']}"} for dataset in ids for item in RECORDED["products"]
        ]}).encode()  # fmt: skip

    monkeypatch.setattr(fetch, "_fetch_within", answer)
    yield asked
    BREAKERS.clear()


def test_upstream_lists_are_asked_once_and_kept(archive_upstream):
    for _time in range(2):
        found = of("hst", HST.lower())
        assert [product.filename for product in found.products] == [item["filename"] for item in RECORDED["products"]]
        assert found.products[0].size == RECORDED["products"][0]["size"] and found.messages == ()
    assert archive_upstream == [f"https://upstream.example/search/hst/api/v0.1/list_products?dataset_ids={HST}"]
    place = places.find(found.products[0].uri, hst)
    assert place.address.startswith(
        "https://upstream.example/search/hst/api/v0.1/retrieve_product?product_name=IB7796010%2F"
    )


def test_upstream_is_asked_in_parts(archive_upstream):
    ids = first("hst", 120)
    assert len({product.dataset for product in listing.of(hst, ids).products}) == 120 and len(archive_upstream) == 3


def test_upstream_is_not_asked_of_what_is_not_held(archive_upstream):
    assert of("hst", "z14z0104t").products == () and archive_upstream == []


def test_a_file_here_goes_before_the_upstream_list(archive_upstream, folder):
    name = RECORDED["products"][0]["filename"]
    path = put(folder, "hst", HST, name)
    product = of("hst", HST).products[0]
    assert (product.uri, product.size, product.sha256) == (f"{HST}/{name}", path.stat().st_size, sha256(path))
    assert places.find(product.uri, hst).path == path


def test_rows_without_the_upstream_name_are_told(archive_upstream):
    found = of("ullyses", first("ullyses", 1)[0])
    assert found.products == () and "Observation ID" in found.messages[0] and archive_upstream == []


def test_no_upstream_archive_is_told_with_the_address():
    found = of("hst", HST)
    assert found.products == () and "/search/hst/api/v0.1/list_products" in found.messages[0]


REPLIES = [
    pytest.param(b"<html>", id="no JSON"),
    pytest.param(b"[]", id="a list"),
    pytest.param(b'{"products": {}}', id="no list"),
    pytest.param(b'{"products": [{"dataset": "a"}]}', id="no names"),
    pytest.param(b'{"products": [{"dataset": "a", "filename": "b", "uri": "../../x"}]}', id="a step upwards"),
    pytest.param(b'{"products": [{"dataset": "a", "filename": "b", "uri": "x\\r\\ny"}]}', id="two lines"),
    pytest.param(b"[" * 100_000, id="too deep"),
]


@pytest.mark.parametrize("body", REPLIES)
def test_replies_out_of_form_are_told(archive_upstream, monkeypatch, body):
    monkeypatch.setattr(fetch, "_fetch_within", lambda url, limit, most, done: (done(), body)[1])
    found = of("hst", HST)
    assert found.products == () and "could not be read" in found.messages[0] and "https://upstream" in found.messages[0]


def test_an_outage_is_told_and_the_lists_that_came_are_kept(archive_upstream, monkeypatch):
    good = fetch._fetch_within

    def answer(url, limit, most, done):
        if len(archive_upstream) == 1:
            done()
            raise fetch.Unavailable("did not answer within 10 s")
        return good(url, limit, most, done)

    monkeypatch.setattr(fetch, "_fetch_within", answer)
    found = listing.of(hst, first("hst", 120))
    assert len({product.dataset for product in found.products}) == 50
    assert "did not answer within 10 s" in found.messages[0] and "70 data sets" in found.messages[0]


def test_lists_of_lists_and_filesets_are_read():
    item = {"fileset": "jw1", "filename": "jw1/a_cal.fits", "uri": "mast:JWST/product/a_cal.fits", "size": "12"}
    [product] = upstream.read(json.dumps({"products": [[item]]}).encode())
    assert (product.dataset, product.filename, product.size) == ("jw1", "a_cal.fits", None)


PASSED = [
    "mast:JWST/product/jw02732-o004_t004_miri_ch1-shortmediumlong_x1d.fits", "mast:HST/product/jclj01010_drz.fits",
]  # fmt: skip


@pytest.mark.parametrize("uri", PASSED)
def test_uris_that_only_the_upstream_archive_can_judge_lead_there(archive_upstream, uri):
    assert places.find(uri).address == f"https://upstream.example/api/v0.1/Download/file?uri={uri}"


@pytest.mark.parametrize(
    "uri",
    ["http://elsewhere.example/x", "mast:HST/product/../../x", "mast:HST/product/a\r\nb", "mast:HST/", "//x", "mast:NONE/a",
     "mast:HST/product/" + "x" * 2000, "é", "", "\0", f"{HST}/../x", f"{HST}/"],
    ids=repr,
)  # fmt: skip
def test_uris_that_lead_nowhere(archive_upstream, uri):
    assert places.find(uri) is None and places.find(uri, hst) is None
