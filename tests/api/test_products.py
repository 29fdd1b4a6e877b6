"""Lists of files and downloads, asked by astroquery unchanged, by curl, and by what no client should send."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from mastsite.api.documents import document
from mastsite.products.kinds import KINDS
from mastsite.search.registry import get_mission, missions
from mastsite.server import command
from tests.api.client import CONFIGURATION, RELEASES, ClientError, start
from tests.conftest import SERVER_THREADS, _wait_for, free_port, missing
from tests.environment import ROOT
from tests.products.files import HST, K2, LIGHT_CURVE, LIGHT_CURVE_URI, REAL, put, sha256

RECORDED = json.loads(files("astroquery.mast").joinpath("tests/data/mission_products.json").read_text())["products"]
"""A real list of MAST; the stand-in for the upstream archive gives it of any data set."""
KEYS = [
    "product_key", "access", "dataset", "instrument_name", "filters", "filename", "uri", "authz_primary_identifier",
    "authz_secondary_identifier", "file_suffix", "category", "size", "type",
]  # fmt: skip
THEIRS = b"from the upstream archive\n"
FILE = "/api/v0.1/Download/file"
SCRIPT = "/api/v0.1/Download/bundle.sh"
HOSTILE = [
    "mast:K2/local/../../etc/passwd",
    "../../etc/passwd",
    "mast:K2/a\0b",
    "mast:",
    "é",
    "x" * 5_000,
    "<b>",
    "'\"",
    "%00",
]


class _Upstream(BaseHTTPRequestHandler):
    """The upstream archive's list and download addresses."""

    def do_GET(self) -> None:
        where = urlsplit(self.path)
        asked = parse_qs(where.query)
        if where.path.endswith("/list_products"):
            body = json.dumps({"products": [
                {**item, "dataset": dataset, "uri": f"{dataset}/{item['filename']}"}
                for dataset in asked["dataset_ids"][0].split(",") for item in RECORDED
            ]}).encode()  # fmt: skip
        else:
            body = THEIRS
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass
class Site:
    """A server of ours with files, whose upstream archive is a stand-in; `passed` is where that is."""

    address: str
    folder: Path
    upstream: str
    passed: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def site(archive, tmp_path_factory):
    folder = tmp_path_factory.mktemp("products")
    put(folder, "k2", K2, LIGHT_CURVE)
    put(folder, "k2", K2, "notes.txt")
    put(folder, "hst", HST, "real_raw.fits")
    stand_in = ThreadingHTTPServer(("127.0.0.1", 0), _Upstream)
    threading.Thread(target=stand_in.serve_forever, daemon=True).start()
    upstream = f"http://127.0.0.1:{stand_in.server_address[1]}"
    port = free_port()
    environment = {**os.environ, "PRODUCTS_FOLDER": str(folder), "UPSTREAM_ARCHIVE": upstream}
    server = subprocess.Popen(
        command("127.0.0.1", port, workers=1, threads=SERVER_THREADS),
        cwd=ROOT,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield Site(address, folder, upstream)
    finally:
        server.terminate()
        server.wait(timeout=20)
        stand_in.shutdown()
        stand_in.server_close()


@pytest.fixture(scope="module", params=list(RELEASES))
def release(site, request, tmp_path_factory):
    where = RELEASES[request.param]
    if where is not None and not where.is_dir():
        missing(f"astroquery's newest pre-release is not in {where}")
    client = start(request.param, site.address, tmp_path_factory.mktemp(request.param))
    yield client
    client.close()


# --- astroquery


def test_products_of_one_and_of_several(release):
    k2 = release.of("k2")
    one = k2.get_product_list(K2.upper())
    assert one.colnames == KEYS
    assert list(one["filename"]) == ["ktwo211117077-c04_lpd-targ.fits.gz", LIGHT_CURVE, "notes.txt"]
    assert list(one["size"])[1:] == [REAL.stat().st_size] * 2
    several = k2.get_product_list([K2, "200000811-c00", "no such"])
    assert sorted(set(several["dataset"])) == ["200000811-c00", K2] and len(several) == 4


def test_products_of_a_table_of_rows(release):
    hst = release.of("hst")
    rows = hst.query_criteria(sci_instrume="WFC3", sci_data_set_name=f"{HST},IB7796020", limit=5)
    products = hst.get_product_list(rows)
    assert set(products["dataset"]) == {HST, "IB7796020"}
    assert set(products["filename"]) == {item["filename"] for item in RECORDED} | {"real_raw.fits"}


def test_filters(release):
    k2, hst = release.of("k2"), release.of("hst")
    products = k2.get_product_list(K2)
    assert list(k2.filter_products(products, file_suffix="LLC")["filename"]) == [LIGHT_CURVE]
    assert list(k2.filter_products(products, extension="txt", type="info")["filename"]) == ["notes.txt"]
    products = hst.get_product_list(HST)
    large = hst.filter_products(products, size=">20000", type="science")
    assert len(large) == sum(item["size"] > 20_000 for item in RECORDED) + 1


def test_many_identifiers_in_one_request(release):
    ids = [f"{number}-c00" for number in range(202_059_070, 202_060_060)]
    products = release.of("k2").get_product_list([*ids, K2])
    assert len(products) >= 3


def test_a_file_here_is_downloaded_once(release, site, tmp_path):
    k2 = release.of("k2")
    products = k2.filter_products(k2.get_product_list(K2), file_suffix="LLC")
    done = k2.download_products(products, download_dir=str(tmp_path), verbose=False)
    assert list(done["Status"]) == ["COMPLETE"], done
    path = tmp_path / "mastDownload" / "k2" / K2 / LIGHT_CURVE
    assert sha256(path) == sha256(REAL) and path.stat().st_size == products["size"][0]
    os.utime(path, (1, 1))
    again = k2.download_products(products, download_dir=str(tmp_path), verbose=False)
    assert list(again["Status"]) == ["COMPLETE"] and path.stat().st_mtime == 1
    path.write_bytes(path.read_bytes()[:1000])
    k2.download_products(products, download_dir=str(tmp_path), verbose=False)
    assert sha256(path) == sha256(REAL)


def test_a_file_here_by_its_uri(release, tmp_path):
    uri = f"mast:HST/local/{HST}/real_raw.fits"
    status, message, url = release.of("hst").download_file(uri, local_path=str(tmp_path / "a.fits"), verbose=False)
    assert (status, message, url) == ("COMPLETE", None, None) and sha256(tmp_path / "a.fits") == sha256(REAL)


def test_a_file_that_only_the_upstream_archive_has(release, tmp_path):
    hst = release.of("hst")
    products = hst.get_product_list(HST)[:1]
    done = hst.download_products(products, download_dir=str(tmp_path), verbose=False)
    assert list(done["Status"]) == ["COMPLETE"]
    assert (tmp_path / "mastDownload" / "hst" / HST / products["filename"][0]).read_bytes() == THEIRS


def test_an_unknown_file_is_the_clients_error(release, tmp_path):
    status, message, _url = release.of("k2").download_file("mast:K2/x.fits", local_path=str(tmp_path / "x.fits"))
    assert status == "ERROR" and "404" in message


def test_signing_in_is_refused_by_the_client_as_anonymous(release):
    with pytest.raises(ClientError) as raised:
        release.of("hst").login(token="0123456789abcdef", store_token=False, reenter_token=False)
    assert "anonymous" in str(raised.value).lower() or "token" in str(raised.value).lower()


OBSERVATIONS = f"""
from astropy.table import Table
from astroquery.mast import Observations
table = Table({{"dataURI": ["{LIGHT_CURVE_URI}", "mast:JWST/product/a.fits"], "productFilename": ["a", "b"],
    "obs_collection": ["K2", "JWST"], "obs_id": ["x", "y"]}})
print(Observations.download_products(table, curl_flag=True)["Local Path"][0])
print(Observations.download_file("{LIGHT_CURVE_URI}", local_path="one.fits", verbose=False)[0])
print(Observations.download_file("{LIGHT_CURVE_URI}", local_path="one.fits", verbose=False)[0])
"""


@pytest.mark.parametrize("name", list(RELEASES))
def test_observations_gets_a_script_and_a_file(site, tmp_path, name):
    (tmp_path / "astroquery.cfg").write_text(CONFIGURATION.format(address=site.address))
    environment = {**os.environ, "ASTROPY_CONFIG_DIR": str(tmp_path), "PYTHONPATH": str(RELEASES[name] or "")}
    done = subprocess.run(
        [sys.executable, "-c", OBSERVATIONS], cwd=tmp_path, env=environment, text=True, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    script, *statuses = [line for line in done.stdout.splitlines() if line]
    assert statuses[-1] == "COMPLETE" and "Found cached file" in done.stdout + done.stderr
    assert sha256(tmp_path / "one.fits") == sha256(REAL)
    path = next(tmp_path.glob("*.sh"))
    ran = subprocess.run(["bash", str(path), "got"], cwd=tmp_path, text=True, capture_output=True)
    assert ran.returncode == 0, ran.stderr
    assert sha256(tmp_path / "got" / "k2" / K2 / LIGHT_CURVE) == sha256(REAL)
    assert (tmp_path / "got" / "jwst" / "other" / "a.fits").read_bytes() == THEIRS
    again = subprocess.run(["bash", str(path), "got"], cwd=tmp_path, text=True, capture_output=True)
    assert "0 fetched, 2 there already" in again.stdout
    (tmp_path / "got" / "k2" / K2 / LIGHT_CURVE).rename(tmp_path / "whole")
    part = tmp_path / "got" / "k2" / K2 / f"{LIGHT_CURVE}.part"
    part.write_bytes((tmp_path / "whole").read_bytes()[:5_000])
    ran = subprocess.run(["bash", str(path), "got"], cwd=tmp_path, text=True, capture_output=True)
    assert ran.returncode == 0 and sha256(tmp_path / "got" / "k2" / K2 / LIGHT_CURVE) == sha256(REAL)


# --- curl


def curl(*words: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body."""
    if not shutil.which("curl"):
        missing("curl is not installed")
    done = subprocess.run(["curl", "-s", "-i", *words], capture_output=True, check=True)
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(first.split()[1]), headers, body


@pytest.mark.parametrize("uri", [LIGHT_CURVE_URI, quote(LIGHT_CURVE_URI, safe="")], ids=["plain", "encoded"])
@pytest.mark.parametrize("where", [FILE, FILE + "/", "/portal/Download/file"])
def test_a_whole_file(site, uri, where):
    status, headers, body = curl("--compressed", f"{site.address}{where}?uri={uri}")
    assert (status, body) == (200, REAL.read_bytes())
    assert headers["content-length"] == str(len(body)) and headers["accept-ranges"] == "bytes"
    assert headers["etag"] == f'"{sha256(REAL)}"' and headers["repr-digest"].startswith("sha-256=:")
    assert "content-encoding" not in headers and headers["access-control-allow-origin"] == "*"
    assert headers["content-disposition"] == f'attachment; filename="{LIGHT_CURVE}"'


def test_head_tells_the_size_and_sends_nothing(site):
    status, headers, body = curl("-I", f"{site.address}{FILE}?uri={LIGHT_CURVE_URI}")
    assert (status, body) == (200, b"") and headers["content-length"] == str(REAL.stat().st_size)


SIZE = REAL.stat().st_size
RANGES = [
    ("bytes=0-0", (0, 1)), ("bytes=0-99", (0, 100)), ("bytes=100-", (100, SIZE)), ("bytes=-5", (SIZE - 5, SIZE)),
    (f"bytes={SIZE - 1}-", (SIZE - 1, SIZE)), ("bytes=10-99999999999", (10, SIZE)), (f"bytes=-{SIZE * 9}", (0, SIZE)),
    ("BYTES=1-2", (1, 3)),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "part"), RANGES)
def test_ranges(site, asked, part):
    status, headers, body = curl("-H", f"Range: {asked}", f"{site.address}{FILE}?uri={LIGHT_CURVE_URI}")
    start, stop = part
    assert (status, body) == (206, REAL.read_bytes()[start:stop])
    assert headers["content-range"] == f"bytes {start}-{stop - 1}/{SIZE}" and headers["content-length"] == str(
        len(body)
    )


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=99999999-999999999", "bytes=-0"])
def test_ranges_beyond_the_file(site, asked):
    status, headers, body = curl("-H", f"Range: {asked}", f"{site.address}{FILE}?uri={LIGHT_CURVE_URI}")
    assert status == 416 and headers["content-range"] == f"bytes */{SIZE}" and asked in json.loads(body)["detail"]


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=0-1,5-6", "lines=1-2", "bytes=", "bytes=a-b", "bytes=--5", "x" * 900]
)
def test_words_that_are_no_range_get_the_whole_file(site, asked):
    status, _headers, body = curl("-H", f"Range: {asked}", f"{site.address}{FILE}?uri={LIGHT_CURVE_URI}")
    assert (status, len(body)) == (200, SIZE)


TAG = f'"{sha256(REAL)}"'
CONDITIONS = [
    (["If-None-Match: " + TAG], 304), (["If-None-Match: *"], 304), (['If-None-Match: "x", W/' + TAG], 304),
    (['If-None-Match: "x"'], 200), (["If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"], 304),
    (["If-Modified-Since: yesterday"], 200), (["If-Match: " + TAG], 200), (['If-Match: "x"'], 412),
    (["If-Unmodified-Since: Fri, 01 Jan 1999 00:00:00 GMT"], 412),
    (["Range: bytes=0-9", "If-Range: " + TAG], 206), (["Range: bytes=0-9", 'If-Range: "x"'], 200),
    (["Range: bytes=0-9", "If-Range: W/" + TAG], 200), (["Range: bytes=0-9", "If-None-Match: " + TAG], 304),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "wanted"), CONDITIONS, ids=lambda value: str(value)[:60])
def test_conditions(site, headers, wanted):
    words = [word for header in headers for word in ("-H", header)]
    status, said, body = curl(*words, f"{site.address}{FILE}?uri={LIGHT_CURVE_URI}")
    assert status == wanted and (said["etag"] == TAG)
    if status == 412:
        assert "ETag" in json.loads(body)["detail"]
    else:
        assert len(body) == {200: SIZE, 206: 10}.get(status, 0)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("where", "target"),
    [
        (f"{FILE}?uri=mast:HST/product/a_flt.fits", "/api/v0.1/Download/file?uri=mast:HST/product/a_flt.fits"),
        (
            f"/search/hst/api/v0.1/retrieve_product?product_name={HST}%2Fa_flt.fits",
            f"/search/hst/api/v0.1/retrieve_product?product_name={HST}%2Fa_flt.fits",
        ),
    ],
)
def test_what_is_upstream_alone_leads_there(site, method, where, target):
    status, headers, _body = curl(*(["-I"] if method == "HEAD" else []), f"{site.address}{where}")
    assert status == 302 and headers["location"] == site.upstream + target


def test_a_script_as_browsers_of_the_archive_give_it(site, tmp_path):
    """The shape of the archive's own "download with API query": a form with commas between the URIs."""
    target = tmp_path / "a.zip"
    form = ["-F", "mission=K2", "-F", "structure=flat", "-F", f"uri={LIGHT_CURVE_URI},mast:K2/none.fits"]
    subprocess.run(
        ["curl", "-s", "--fail", "-H", "Authorization: token 0123", "-o", target, *form]
        + [f"{site.address}/search/k2/api/v0.1/retrieve_product_zip"], check=True,
    )  # fmt: skip
    archive = zipfile.ZipFile(target)
    assert archive.namelist() == [LIGHT_CURVE, "MANIFEST.csv"] and archive.testzip() is None
    rows = list(csv.DictReader(io.StringIO(archive.read("MANIFEST.csv").decode())))
    assert [row["status"] for row in rows] == ["included", "not known here"] and rows[0]["sha256"] == sha256(REAL)
    status, headers, body = curl(
        *form, "-F", "manifestonly=true", f"{site.address}/search/k2/api/v0.1/retrieve_product_zip"
    )
    assert status == 200 and headers["content-type"].startswith("text/csv") and body.startswith(b"uri,status")


def test_the_page_of_a_record_lists_its_files(site):
    status, _headers, body = curl(f"{site.address}/search/k2/dataset/{K2}")
    html = body.decode()
    assert status == 200 and sha256(REAL) in html and quote(LIGHT_CURVE_URI, safe="") in html and "notes.txt" in html


# --- without a server


@pytest.fixture
def client(archive):
    cache.clear()
    return Client(raise_request_exception=True)


def said(response, status):
    assert response.status_code == status, (response.status_code, response.getvalue()[:500])
    body = json.loads(response.getvalue())
    assert body["detail"] and response["Access-Control-Allow-Origin"] == "*"
    return body


def lists(slug):
    return f"/search/{slug}/api/v0.1/post_list_products"


def post(client, body, slug="k2"):
    data = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(lists(slug), data, content_type="application/json")


@pytest.mark.parametrize("slug", list(missions()))
def test_every_mission_answers_a_list(client, slug):
    body = post(client, {"dataset_ids": ["no such"]}, slug).json()
    assert body["products"] == [] and body["messages"]


def test_by_address(client):
    response = client.get("/search/k2/api/v0.1/list_products", {"dataset_ids": f"{K2},200000811-c00"})
    assert [list(item) for item in response.json()["products"]] == [KEYS] * 3
    assert post(client, {"dataset_ids": f"{K2},200000811-c00"}).json() == response.json()
    assert client.head("/search/k2/api/v0.1/list_products", {"dataset_ids": K2}).status_code == 200


BODIES = [
    pytest.param(b"", id="nothing"),
    pytest.param(b'{"dataset_ids": ["a"', id="truncated"),
    pytest.param(b'{"dataset_ids": ["\xe9"]}', id="latin-1"),
    pytest.param([], id="a list"),
    pytest.param({}, id="no key"),
    pytest.param({"dataset_ids": None}, id="null"),
    pytest.param({"dataset_ids": 5}, id="a number"),
    pytest.param({"dataset_ids": {"a": 1}}, id="an object"),
    pytest.param({"dataset_ids": [None]}, id="a list of nulls"),
    pytest.param({"dataset_ids": [["a"]]}, id="a list of lists"),
    pytest.param({"dataset_ids": [1.5]}, id="a fraction"),
    pytest.param({"dataset_ids": [True]}, id="a truth"),
    pytest.param({"dataset_ids": ["a"], "limit": 5}, id="a key too many"),
    pytest.param({"dataset_id": ["a"]}, id="a misspelt key"),
    pytest.param(b'{"dataset_ids": ' + b"[" * 100_000, id="deep"),
    pytest.param(b'{"dataset_ids": [' + b",".join([b'"a"'] * 10**6) + b"]}", id="a million"),
    pytest.param({"dataset_ids": ",".join(map(str, range(10_001)))}, id="many in one text"),
]


@pytest.mark.parametrize("body", BODIES)
def test_bodies_that_are_refused(client, body):
    said(post(client, body), 400)


@pytest.mark.parametrize(
    "name", ["a\0b", "../../etc/passwd", "é", "x" * 5_000, "%00", "'; drop table", "", " ", "\\"], ids=repr
)
def test_odd_identifiers_are_not_held(client, name):
    body = post(client, {"dataset_ids": [name]}).json()
    assert body["products"] == [] and body["messages"]


def test_numbers_are_identifiers_too(client):
    body = post(client, {"dataset_ids": [6371091582858297344]}, "galex").json()
    assert len(body["products"]) == 203 and body["products"][0]["size"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (FILE, 400), (f"{FILE}?uri=", 400), (f"{FILE}?uri=a&uri=b", 400), (f"{FILE}?uri=a&name=b", 400),
        (f"{FILE}?uri=%E9", 404), (f"{FILE}?uri=a%00b", 404), (f"{FILE}?uri=mast:K2/x", 404),
        (f"{FILE}?uri=mast:JWST/product/a.fits", 404), (f"{FILE}?uri=http://elsewhere.example/", 404),
        ("/search/k2/api/v0.1/retrieve_product", 400), ("/search/k3/api/v0.1/retrieve_product?product_name=a", 404),
        ("/search/k2/api/v0.1/retrieve_product?product_name=a/b", 404), ("/search/hst/api/v0.1/retrieve_product?product_name=a/b", 404),
        (f"/search/hst/api/v0.1/retrieve_product?product_name={LIGHT_CURVE_URI}", 404),
        ("/search/k2/api/v0.1/list_products", 400), ("/search/k2/api/v0.1/list_products?dataset_ids=a&limit=5", 400),
        ("/api/v0.1/Download/bundle", 404), ("/api/v0.1/Download/bundle.zip?uri=a", 404), (SCRIPT, 400),
    ],
)  # fmt: skip
def test_addresses_that_are_refused(client, path, status):
    said(client.get(path), status)


def test_an_unknown_kind_of_bundle_is_told_which_there_are(client):
    answer = client.get("/api/v0.1/Download/bundle.tar.gz?uri=a")
    told = answer.content.decode()
    assert answer.status_code == 404 and "bundle.tar.gz" in told
    for kind in ("bundle.sh", "retrieve_product_zip", *(f"/basket/files/{name}" for name in KINDS)):
        assert kind in told, kind


@pytest.mark.parametrize("uri", HOSTILE, ids=lambda uri: repr(uri)[:30])
def test_hostile_uris_are_unknown(client, uri):
    said(client.get(FILE, {"uri": uri}), 404 if uri.strip() else 400)
    script = client.post(SCRIPT, {"uri": uri})
    assert script.status_code == 200 and "\nunknown " in script.getvalue().decode()
    said(client.post("/search/k2/api/v0.1/retrieve_product_zip", {"uri": uri}), 404)


ZIPS = [
    pytest.param({"uri": "a", "structure": "round"}, 400, id="structure"),
    pytest.param({"uri": "a", "manifestonly": "perhaps"}, 400, id="manifestonly"),
    pytest.param({"uri": "a", "mission": "HST"}, 400, id="another mission"),
    pytest.param({"url": "a"}, 400, id="a misspelt key"),
    pytest.param({}, 400, id="nothing"),
    pytest.param({"uri": ","}, 400, id="commas"),
    pytest.param({"uri": "a", "structure": ["flat", "nested"]}, 400, id="two structures"),
    pytest.param({"uri": "a"}, 404, id="unknown"),
    pytest.param({"uri": "a," * 10_001}, 400, id="too many"),
]


@pytest.mark.parametrize(("form", "status"), ZIPS)
def test_forms_that_are_refused(client, form, status):
    said(client.post("/search/k2/api/v0.1/retrieve_product_zip", form), status)


JSON_FORMS = [
    pytest.param(b'{"uri": [', id="truncated"),
    pytest.param(b"[1]", id="a list"),
    pytest.param(b'{"uri": [1]}', id="numbers"),
    pytest.param(b'{"uri": null}', id="null"),
    pytest.param(b'{"uri": {"a": 1}}', id="an object"),
    pytest.param(b'{"uri": "\xe9"}', id="latin-1"),
    pytest.param(b'{"uri": ' + b"[" * 900 + b"]" * 900 + b"}", id="deep lists"),
    pytest.param(b'{"uri": [' + b",".join([b'"a"'] * 10**6) + b"]}", id="a million"),
]


@pytest.mark.parametrize("body", JSON_FORMS)
@pytest.mark.parametrize("path", ["/search/k2/api/v0.1/retrieve_product_zip", SCRIPT])
def test_json_that_is_refused(client, path, body):
    said(client.post(path, body, content_type="application/json"), 400)


@pytest.mark.parametrize(
    "kind", ["text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "application/xml", ""]
)
def test_bodies_of_other_types_are_refused(client, kind):
    said(client.post(SCRIPT, b"uri", content_type=kind), 400)


def test_json_needs_no_type_of_its_own(client):
    body = json.dumps({"uri": [LIGHT_CURVE_URI]}).encode()
    assert client.post(SCRIPT, body, content_type="text/plain").status_code == 200


def test_a_script_takes_more_files_than_a_form_has_fields(client):
    body = "&".join(f"uri=mast:K2/{number}" for number in range(5_000))
    response = client.post(SCRIPT, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200 and response.getvalue().count(b"\nunknown ") == 5_000
    body = "&".join(["uri=a"] * 10_050)
    said(client.post(SCRIPT, body, content_type="application/x-www-form-urlencoded"), 400)
    said(client.post(SCRIPT, "uri=" + "x" * 6_000_000, content_type="application/x-www-form-urlencoded"), 413)


def test_who_asks_is_nobody(client):
    for headers in ({}, {"Cookie": "mast_token=0123456789"}, {"Authorization": "token 0123"}):
        body = client.get("/whoami", headers=headers).json()
        assert body["anon"] is True and set(body) == {"eppn", "ezid", "attrib", "anon", "scopes", "session", "token"}
        assert body["attrib"]["display_name"]


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        (FILE, "GET, HEAD, OPTIONS"), (SCRIPT, "GET, POST, HEAD, OPTIONS"), ("/whoami", "GET, HEAD, OPTIONS"),
        (lists("k2"), "POST, OPTIONS"), ("/search/k2/api/v0.1/list_products", "GET, HEAD, OPTIONS"),
        ("/search/k2/api/v0.1/retrieve_product", "GET, HEAD, OPTIONS"),
        ("/search/k2/api/v0.1/retrieve_product_zip", "POST, OPTIONS"),
    ],
)  # fmt: skip
def test_methods(path, methods):
    refused = Client().delete(path)
    assert refused.status_code == 405 and refused["Allow"] == methods and json.loads(refused.content)["detail"]
    asked = Client().options(path)
    assert asked.status_code == 204 and asked["Access-Control-Allow-Methods"] == methods
    assert "Range" in asked["Access-Control-Allow-Headers"]


def test_documents_tell_every_address_and_status():
    paths = document(get_mission("k2"))["paths"]
    root = "/search/k2/api/v0.1"
    for path in (FILE, f"{root}/retrieve_product"):
        for method in ("get", "head"):
            assert set(paths[path][method]["responses"]) == {
                "200",
                "206",
                "302",
                "304",
                "400",
                "404",
                "412",
                "416",
                "503",
            }
    assert set(paths[SCRIPT]) == {"get", "post"} and set(paths["/whoami"]) == {"get"}
    assert set(paths[f"{root}/retrieve_product_zip"]["post"]["responses"]) == {"200", "400", "404", "413", "503"}
    for path, method in ((f"{root}/post_list_products", "post"), (f"{root}/list_products", "get")):
        assert {"200", "400", "413", "503"} <= set(paths[path][method]["responses"])
