"""The basket: putting rows in and out, its link, what it says, and what it refuses."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from mastsite.baskets import basket, link
from mastsite.baskets.models import Kept
from mastsite.products import choosing
from mastsite.products.kinds import KINDS
from mastsite.search import engine
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from tests.pages.html import faults, text, tree
from tests.products.files import K2, LIGHT_CURVE, LIGHT_CURVE_URI, put, sha256

pytestmark = [pytest.mark.usefixtures("archive"), pytest.mark.django_db]
HST = "Y1C8020IT"
LONG = [f"N{number:05}{'ABCDEFGH'[number % 8] * (number % 5)}" for number in range(2_000)]


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Accept": "text/html"})


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.PRODUCTS_FOLDER = tmp_path / "products"
    settings.DATA = tmp_path
    put(settings.PRODUCTS_FOLDER, "k2", K2, LIGHT_CURVE)
    put(settings.PRODUCTS_FOLDER, "k2", K2, "notes.txt")
    put(settings.PRODUCTS_FOLDER, "hst", HST, "y1c8020it_flt.fits")
    return settings.PRODUCTS_FOLDER


def shown(browser: Client, led: HttpResponse) -> str:
    """The page that an answer leads to, without fault."""
    assert led.status_code == 303, text(led.content.decode())
    page = browser.get(led["Location"])
    html = page.content.decode()
    assert page.status_code == 200 and faults(html) == []
    return html


def put_in(browser: Client, slug: str, *names: str, **more: str) -> HttpResponse:
    return browser.post(f"/search/{slug}/basket", {"pick": list(names), **more})


def names(html: str) -> list[str]:
    return [str(box.get("value")) for box in tree(html).iter("input") if box.get("name") == "pick"]


def test_the_button_of_a_page_of_results_puts_ticked_rows_in(browser: Client) -> None:
    html = browser.get("/search/hst/results?target=m+31&radius=5&rows=25").content.decode()
    form = next(item for item in tree(html).iter("form") if item.get("id") == "picked")
    button = next(item for item in tree(html).iter("button") if item.get("formaction"))
    assert (button.get("formaction"), button.get("formmethod")) == ("/search/hst/basket", "post")
    hidden = {
        str(item.get("name")): str(item.get("value")) for item in form.iter("input") if item.get("name") != "pick"
    }
    ticked = names(html)[2:5]
    led = put_in(browser, "hst", *ticked, **hidden)
    html = shown(browser, led)
    assert names(html) == [f"hst/{name}" for name in ticked]
    assert "3 rows were put in." in text(html)
    back = next(str(item.get("href")) for item in tree(html).iter("a") if item.text == "Back to the results")
    assert parse_qs(urlsplit(back).query) == {"target": ["m 31"], "radius": ["5"], "rows": ["25"]}


def test_rows_of_several_missions_stand_together(browser: Client) -> None:
    put_in(browser, "hst", HST)
    put_in(browser, "k2", K2)
    html = shown(browser, put_in(browser, "hst", "Y1C8030IT", HST))
    assert names(html) == [f"hst/{HST}", "hst/Y1C8030IT", f"k2/{K2}"]
    said = text(html)
    assert "Basket: 3 rows of 2 missions" in said and "1 row was put in." in said and "1 row was in it already." in said
    assert names(browser.get("/basket/").content.decode()) == names(html), "the cookie has the same"
    assert names(Client().get(urlsplit_link(html)).content.decode()) == names(html), "and so has the link, for anybody"


def urlsplit_link(html: str) -> str:
    box = next(item for item in tree(html).iter("textarea") if item.get("id") == "link")
    return str(box.text).strip().replace("http://testserver", "")


def test_without_cookies_the_basket_is_in_the_address() -> None:
    led = put_in(Client(), "hst", HST, "Y1C8030IT")
    html = shown(Client(), led)
    assert names(html) == [f"hst/{HST}", "hst/Y1C8030IT"] and "basket of a link" in text(html)
    token = parse_qs(urlsplit(led["Location"]).query)["basket"][0]
    led = Client().post("/basket/change", {"basket": token, "pick": f"hst/{HST}", "do": "remove"})
    assert names(shown(Client(), led)) == ["hst/Y1C8030IT"]


def test_rows_are_taken_out(browser: Client) -> None:
    led = put_in(browser, "hst", HST, "Y1C8030IT")
    assert names(shown(browser, browser.post("/basket/change", {"do": "remove", "pick": [f"hst/{HST}"]}))) == [
        "hst/Y1C8030IT"
    ]
    html = shown(browser, browser.post("/basket/change", {"do": "empty"}))
    assert names(html) == [] and "Basket: nothing in it" in text(html) and "1 row was taken out." in text(html)
    assert names(browser.get("/basket/").content.decode()) == []
    assert names(browser.get(led["Location"]).content.decode()), "a link stays what it was"


def test_anothers_basket_is_kept_or_joined(browser: Client) -> None:
    theirs = link.write(basket.EMPTY.with_rows("k2", [K2]))
    put_in(browser, "hst", HST)
    html = browser.get("/basket/", {"basket": theirs}).content.decode()
    assert "This is the basket of a link" in text(html) and names(html) == [f"k2/{K2}"]
    html = shown(browser, browser.post("/basket/change", {"basket": theirs, "do": "join"}))
    assert names(html) == [f"hst/{HST}", f"k2/{K2}"] and "basket of a link" not in text(html)
    assert names(shown(browser, browser.post("/basket/change", {"basket": theirs, "do": "keep"}))) == [f"k2/{K2}"]


def test_a_long_basket_is_kept_and_a_short_one_is_not(browser: Client) -> None:
    token = link.write(basket.EMPTY.with_rows("hst", [HST]))
    assert not Kept.objects.exists() and not link.is_kept(token)
    long = basket.EMPTY.with_rows("hst", LONG)
    token = link.write(long)
    assert link.is_kept(token) and link.read(token) == long and link.write(long) == token
    assert Kept.objects.count() == 1
    html = browser.get("/basket/", {"basket": token}).content.decode()
    assert faults(html) == [] and len(names(html)) == 1_000
    assert "1000 rows more are in the basket and not in this table" in text(html)
    assert "too long for its link" in text(html)
    assert len(token) <= link.LONGEST


def test_kept_baskets_are_bounded_in_number_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "KEPT_AT_MOST", 3)
    tokens = [link.write(basket.EMPTY.with_rows("hst", LONG[number:])) for number in range(5)]
    assert Kept.objects.count() == 3
    with pytest.raises(link.Unread, match="No basket is kept"):
        link.read(tokens[0])
    assert len(link.read(tokens[-1])) == len(LONG) - 4
    from datetime import timedelta

    from django.utils import timezone

    Kept.objects.update(opened=timezone.now() - timedelta(days=89))
    assert link.read(tokens[-1])  # which opens it
    Kept.objects.exclude(name=tokens[-1][1:]).update(opened=timezone.now() - timedelta(days=91))
    link.write(basket.EMPTY.with_rows("hst", LONG[7:]))
    assert Kept.objects.count() == 2


def test_a_full_basket_takes_no_more(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(basket, "MAX_ROWS", 2)
    put_in(browser, "hst", "A", "B")
    response = put_in(browser, "hst", "C")
    assert response.status_code == 400 and "A basket holds 2 rows, and with these it would have 3." in text(
        response.content.decode()
    )
    assert names(browser.get("/basket/").content.decode()) == ["hst/A", "hst/B"]


def test_what_is_not_found_stands_in_the_list(browser: Client, folder: Path) -> None:
    token = link.write(basket.of([basket.Row("nowhere", "X"), basket.Row("hst", "nosuchrow"), basket.Row("k2", K2)]))
    html = browser.get("/basket/", {"basket": token}).content.decode()
    said = text(html)
    assert faults(html) == []
    assert "not found: this site has no such mission" in said and "not found: no such observation is held here" in said
    rows = list(csv.DictReader(io.StringIO(browser.get("/basket/files/manifest", {"basket": token}).content.decode())))
    assert [(row["mission"], row["dataset"]) for row in rows if not row["uri"]] == [
        ("nowhere", "X"),
        ("hst", "nosuchrow"),
    ]
    assert all(row["status"] for row in rows)


def token_of(*rows: tuple[str, str]) -> str:
    return link.write(basket.of(basket.Row(*row) for row in rows))


def numbers(html: str) -> tuple[int, int]:
    """Files and bytes that the page says."""
    found = re.search(r"([\d,]+) files?, ([\d,]+) bytes", text(html))
    assert found, text(html)
    return int(found[1].replace(",", "")), int(found[2].replace(",", ""))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({}, {LIGHT_CURVE, "notes.txt", "y1c8020it_flt.fits"}),
        ({"files": "science"}, {LIGHT_CURVE, "y1c8020it_flt.fits"}),
        ({"files": "minimum"}, {LIGHT_CURVE, "y1c8020it_flt.fits"}),
        ({"suffix": "flt, _llc"}, {LIGHT_CURVE, "y1c8020it_flt.fits"}),
        ({"suffix": "LLC"}, {LIGHT_CURVE}),
        ({"level": "calibrated"}, {LIGHT_CURVE}),
        ({"files": "science", "suffix": "NONE"}, set()),
    ],
)
def test_the_page_the_manifest_and_the_archive_agree(
    browser: Client, folder: Path, words: dict[str, str], expected: set[str]
) -> None:
    pairs = {"basket": token_of(("k2", K2), ("hst", HST)), **words}
    html = browser.get("/basket/", pairs).content.decode()
    assert faults(html) == []
    manifest = browser.get("/basket/files/manifest", pairs)
    rows = [row for row in csv.DictReader(io.StringIO(manifest.content.decode())) if row["address"]]
    assert {row["file"].rpartition("/")[2] for row in rows} == expected
    if expected:
        assert numbers(html) == (len(rows), sum(int(row["size"]) for row in rows))
    assert manifest["X-Files"] == str(len(rows)) and manifest["Cache-Control"] == "private, no-cache"
    archive = browser.get("/basket/files/zip", pairs, headers={"Range": "bytes=10-"})
    assert archive.status_code == 200 and archive["Accept-Ranges"] == "none", "a part of it is never sent as if resumed"
    inside = zipfile.ZipFile(io.BytesIO(b"".join(archive.streaming_content)))  # type: ignore[arg-type]
    assert inside.namelist() == [row["file"] for row in rows] + ["MANIFEST.csv"]
    for row in rows:
        mission, dataset, name = row["file"].split("/")
        assert row["sha256"] == sha256(folder / mission / dataset / name)


def test_science_of_a_row_without_calibrated_files_is_the_minimum() -> None:
    from mastsite.search.declare import Product

    raw, flat, note = (
        Product("A", "a_raw.fits", "u1", category="UNCALIBRATED"),
        Product("A", "a_flt.fits", "u2", category="CALIBRATED"),
        Product("A", "a.txt", "u3", type="info"),
    )
    minimum = choosing.read("minimum")
    assert choosing.choose([raw, flat, note], minimum) == [flat] and choosing.choose([raw, note], minimum) == [raw]


def test_one_file_of_two_rows_is_one_file(browser: Client) -> None:
    galex = get_mission("galex")
    visits = ["2984908763176370176", "2984908763176370176"]
    found = list(engine.page(Query(galex, columns=(galex.id_column,), rows=1), counted=False).rows)
    visits = [str(found[0][0])] * 2
    assert len(basket.EMPTY.with_rows("galex", visits)) == 1


def test_the_upstream_archive_is_asked_only_when_that_is_said(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from mastsite.products import listing

    asked = []
    right = listing.of
    monkeypatch.setattr(
        listing, "of", lambda *given, ask_upstream: asked.append(ask_upstream) or right(*given, ask_upstream=False)
    )
    token = token_of(("hst", HST))
    html = browser.get("/basket/", {"basket": token}).content.decode()
    way = next(
        str(item.get("href")) for item in tree(html).iter("a") if item.text == "Ask the upstream archive for lists too"
    )
    browser.get(way)
    browser.get("/basket/files/sh", {"basket": token})
    browser.get("/basket/files/sh", {"basket": token, "upstream": "yes"})
    assert asked == [False, True, False, True]


def test_the_copied_calls_are_the_links(browser: Client) -> None:
    html = browser.get("/basket/", {"basket": token_of(("k2", K2)), "suffix": "LLC"}).content.decode()
    links = {str(item.get("href")) for item in tree(html).iter("a") if "/basket/files/" in str(item.get("href"))}
    calls = [str(item.text) for item in tree(html).iter("textarea") if str(item.get("id")).startswith("snip-")]
    assert len(links) == len(calls) == len(KINDS)
    for call in calls:
        address = re.search(r"'http://testserver(.*?)'", call)
        assert address and address[1] in links and "suffix=LLC" in address[1], call


BAD = {
    "tampered": ("/basket/?basket=" + "A" * 40, "its signature does not fit"),
    "a letter changed": ("TOKEN-x", "its signature does not fit"),
    "cut": ("TOKEN-cut", "its signature does not fit"),
    "kept nowhere": ("/basket/?basket=k" + "a" * 22, "No basket is kept under this name."),
    "NUL": ("/basket/?basket=%00", "its signature does not fit"),
    "not ASCII": ("/basket/?basket=%F0%9F%98%80", "its signature does not fit"),
    "huge": ("/basket/?basket=" + "a" * 20_000, "its signature does not fit"),
    "another word": ("/basket/?bsket=a", "“bsket” is no parameter here."),
    "twice": ("/basket/?basket=a&basket=b", "it takes one value"),
    "a set that is none": ("/basket/?files=most", "files was read as “most”."),
    "upstream perhaps": ("/basket/?upstream=perhaps", "upstream was read as “perhaps”."),
    "suffix too long": ("/basket/?suffix=" + "a" * 500, "suffix has 500 characters"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("where", ["/basket/", "/basket/files/sh", "/basket/files/zip"])
def test_what_cannot_be_read_is_told(browser: Client, name: str, where: str) -> None:
    address, words = BAD[name]
    good = token_of(("hst", HST))
    address = address.replace("TOKEN-x", f"/basket/?basket={'x' if good[0] != 'x' else 'y'}{good[1:]}")
    address = address.replace("TOKEN-cut", f"/basket/?basket={good[:-3]}")
    response = browser.get(address.replace("/basket/", where))
    html = response.content.decode()
    assert response.status_code == 400 and words in text(html) and faults(html) == []


def test_another_sites_signature_is_none(browser: Client, settings) -> None:
    settings.SECRET_KEY = "another"
    token = token_of(("hst", HST))
    settings.SECRET_KEY = "mine"
    assert browser.get("/basket/", {"basket": token}).status_code == 400


def test_a_cookie_that_cannot_be_read_is_told_and_replaced(browser: Client) -> None:
    browser.cookies["basket"] = "nonsense"
    assert "can be read no more" in text(browser.get("/basket/").content.decode())
    html = shown(browser, put_in(browser, "hst", HST))
    assert "a new one was begun" in text(html) and names(html) == [f"hst/{HST}"]


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({}, "Nothing was ticked."),
        ({"pick": ["", " "]}, "Nothing was ticked."),
        ({"pick": ["a" * 201]}, "was read as a name of a row"),
        ({"pick": ["a\0b"]}, "was read as a name of a row"),
    ],
)
def test_what_cannot_be_put_in_is_told(browser: Client, posted: dict[str, list[str]], words: str) -> None:
    response = browser.post("/search/hst/basket", posted)
    html = response.content.decode()
    assert response.status_code == 400 and words in text(html) and faults(html) == []
    assert "basket" not in response.cookies


def test_rows_of_a_search_that_cannot_be_read_go_in_all_the_same(browser: Client) -> None:
    html = shown(browser, put_in(browser, "hst", HST, radius="abc", target="m31"))
    assert names(html) == [f"hst/{HST}"]


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({}, "do was read as"),
        ({"do": "burn"}, "do was read as “burn”."),
        ({"do": ["remove", "empty"]}, "do was read as"),
        ({"do": "remove"}, "Nothing was ticked."),
        ({"do": "remove", "basket": "x"}, "its signature does not fit"),
    ],
)
def test_what_cannot_be_done_is_told(browser: Client, posted: dict[str, str], words: str) -> None:
    response = browser.post("/basket/change", posted)
    html = response.content.decode()
    assert response.status_code == 400 and words in text(html) and faults(html) == []


def test_other_sites_change_nothing(browser: Client) -> None:
    for origin in ("https://elsewhere.example", "http://[::1", "x"):
        assert browser.post("/search/hst/basket", {"pick": HST}, headers={"Origin": origin}).status_code == 403
        assert browser.post("/basket/change", {"do": "empty"}, headers={"Origin": origin}).status_code == 403
    assert browser.post("/search/hst/basket", {"pick": HST}, headers={"Origin": "http://testserver"}).status_code == 303


def test_other_ways(browser: Client) -> None:
    assert browser.get("/search/hst/basket").status_code == 400
    assert browser.post("/search/hts/basket", {"pick": "A"}).status_code == 404
    assert browser.get("/basket/change").status_code == 405
    response = browser.get("/basket/files/rar")
    assert response.status_code == 404 and "The kinds are zip, sh, wget" in text(response.content.decode())
    assert browser.head("/basket/files/zip", {"basket": token_of(("k2", K2))}).status_code == 200
    assert browser.get("/basket/files/sh").status_code == 200  # of an empty basket


def test_foreign_ways_back_are_no_links(browser: Client) -> None:
    for words in ("mission=hst&from=radius%3Dabc", "mission=nowhere&from=a", "from=//elsewhere.example/"):
        html = browser.get(f"/basket/?{words}").content.decode()
        main = html[html.index("<main") : html.index("</main>")]  # feedback, below, names the whole address
        assert "Back to the results" not in text(html) and "elsewhere" not in main


@pytest.mark.parametrize("name", ["=1+1", "<script>", '"', "a/b", "../x", "é", "\u202e", "+x", "@x"])
def test_odd_names_are_only_names(browser: Client, name: str) -> None:
    html = shown(browser, put_in(browser, "hst", name))
    assert names(html) == [f"hst/{name}"]
    manifest = browser.get("/basket/files/manifest").content.decode()
    (row,) = csv.DictReader(io.StringIO(manifest))
    assert row["dataset"] == (f"'{name}" if name[0] in "=+@" else name)
    for kind in KINDS:
        if kind != "zip":
            assert browser.get(f"/basket/files/{kind}").status_code == 200
    assert names(shown(browser, browser.post("/basket/change", {"do": "remove", "pick": f"hst/{name}"}))) == []


def test_the_cookie_says_nothing_else(browser: Client) -> None:
    led = put_in(browser, "hst", HST)
    cookie = led.cookies["basket"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and len(cookie.value) < 4_000
    assert link.read(cookie.value) == basket.EMPTY.with_rows("hst", [HST])
    assert set(led.cookies) == {"basket"}


def test_pages_of_results_know_nothing_of_baskets(browser: Client) -> None:
    address = "/search/hst/results?target=m+31&radius=5&rows=25"
    before = browser.get(address)["ETag"]
    put_in(browser, "hst", HST)
    assert browser.get(address)["ETag"] == before


def test_the_light_curve_has_its_cloud_address(browser: Client, folder: Path) -> None:
    response = browser.get("/basket/files/cloud", {"basket": token_of(("k2", K2)), "suffix": "LLC"})
    (row,) = csv.DictReader(io.StringIO(response.content.decode()))
    assert row["cloud"] == f"s3://stpubdata/k2/public/lightcurves/c4/211100000/17000/{LIGHT_CURVE}"
    assert urlencode({"uri": LIGHT_CURVE_URI}, safe="") in row["address"]
