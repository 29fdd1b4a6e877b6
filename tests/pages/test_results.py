"""The results address: page and files, what it refuses and how, caches, pages of a search."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mastsite.exports import WRITERS
from mastsite.search import engine, explain
from mastsite.search.limits import TimeLimit
from tests.pages.html import faults, text, tree

pytestmark = pytest.mark.usefixtures("archive")
RESULTS = "/search/hst/results"
NEAR_M31 = "target=m+31&radius=5"


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Accept": "text/html"}, raise_request_exception=True)


def body(response: object) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_file_by_ending_by_word_and_by_accept(name: str) -> None:
    writer = WRITERS[name]
    asked = f"{NEAR_M31}&limit=3"
    by_ending = Client().get(f"{RESULTS}.{writer.extension}?{asked}")
    by_word = Client().get(f"{RESULTS}?{asked}&format={name}")
    for response in (by_ending, by_word):
        assert response.status_code == 200 and body(response)
        assert response["Content-Type"] == writer.media_type
        assert response["Content-Disposition"] == f'attachment; filename="hst_search.{writer.extension}"'
        assert int(response["X-Total-Count"]) > 3
        assert "3 rows" in response["X-Truncated"]
    by_accept = Client(headers={"Accept": writer.accept[0] if writer.accept else writer.media_type}).get(
        f"{RESULTS}?{asked}"
    )
    assert "Accept" in by_accept["Vary"]
    assert by_accept.status_code == 200


def test_the_page_and_its_files_hold_the_same_rows(browser: Client) -> None:
    asked = f"{NEAR_M31}&sci_instrume=STIS&rows=1000"
    page = browser.get(f"{RESULTS}?{asked}").content.decode()
    shown = re.findall(r'scope="row" class="lead-col"><a [^>]*>([^<]*)</a>', page)
    lines = [
        line
        for line in body(browser.get(f"{RESULTS}.csv?{asked}&columns=sci_data_set_name")).decode().splitlines()
        if not line.startswith("#")
    ]
    assert shown and shown == lines[1:]


def test_post_is_the_same_search(browser: Client) -> None:
    asked = {"target": "m 31", "radius": "5"}
    posted, gotten = browser.post(RESULTS, asked), browser.get(RESULTS, asked)
    assert posted.status_code == 200
    assert re.search("<h1>.*</h1>", posted.content.decode())[0] == re.search("<h1>.*</h1>", gotten.content.decode())[0]  # type: ignore[index]
    assert "ETag" not in posted


def test_head(browser: Client) -> None:
    for address in (RESULTS, f"{RESULTS}.csv?limit=10"):
        response = browser.head(address)
        assert response.status_code == 200 and not body(response) and response["ETag"]


@pytest.mark.parametrize("address", [f"{RESULTS}?{NEAR_M31}", f"{RESULTS}.csv?{NEAR_M31}"])
def test_an_unchanged_answer_is_not_sent_again(browser: Client, address: str) -> None:
    tag = browser.get(address)["ETag"]
    assert browser.get(address, headers={"If-None-Match": tag}).status_code == 304
    other = browser.get(f"{address}&sci_instrume=STIS", headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_preferences_change_the_page_and_its_tag(browser: Client) -> None:
    before = browser.get(f"{RESULTS}?{NEAR_M31}")
    browser.cookies["spoken"] = "written"
    after = browser.get(f"{RESULTS}?{NEAR_M31}")
    assert before["ETag"] != after["ETag"]
    assert 'class="vh">0 hours' in before.content.decode() and 'class="vh">0 hours' not in after.content.decode()


BAD = {
    "unknown column": ("foo=1", "foo"),
    "malformed range": ("sci_actual_duration=..", "range"),
    "RA beyond the sky": ("target=400+10", "400"),
    "negative radius": ("target=m31&radius=-1", "negative"),
    "radius of letters": ("target=m31&radius=abc", "abc"),
    "NUL": ("target=a%00b", "NUL"),
    "a name nobody knows": ("target=qqq+zzz+xxx", "was not found"),
    "sort by nothing": ("sort=-foo", "foo"),
    "show nothing": ("columns=foo", "foo"),
    "unknown format": ("format=word", "word"),
    "no rows on a page": ("rows=0", "rows"),
    "too many rows on a page": ("max_rpp=5000", "5000"),
    "page 0": ("page=0", "page"),
    "unknown coordinates": ("coordformat=x", "coordformat"),
    "long condition": ("sci_targname=" + "A" * 30_000, "30,000"),
    "too many targets": ("target=" + "%3B".join(f"{ra}+41" for ra in range(120)), "120"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_told_in_the_form(browser: Client, name: str) -> None:
    asked, words = BAD[name]
    response = browser.get(f"{RESULTS}?{asked}")
    assert response.status_code == 400
    html = response.content.decode()
    assert faults(html) == []
    summary = next(item for item in tree(html).iter("div") if item.get("class") == "summary")
    assert words in "".join(summary.itertext())


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_told_to_programs(name: str) -> None:
    asked, words = BAD[name]
    if "format" in asked and "coord" not in asked:
        return
    response = Client().get(f"{RESULTS}.json?{asked}")
    assert response.status_code == 400
    errors = response.json()["errors"]
    assert errors and set(errors[0]) == {"name", "value", "message"}
    assert words in " ".join(error["message"] for error in errors)
    plain = Client().get(f"{RESULTS}.csv?{asked}")
    assert plain.status_code == 400 and plain["Content-Type"].startswith("text/plain")


def test_latin_1_is_read_and_read_back(browser: Client) -> None:
    """What old pages sent is no UTF-8; the sentence above the rows shows the letter that it was taken for."""
    response = browser.get(f"{RESULTS}?sci_targname=caf%E9")
    assert response.status_code == 200
    assert "café" in "".join(tree(response.content.decode()).itertext())


@pytest.mark.parametrize("cursor", ["zzz", "W10", "é", "x" * 5000])
def test_a_wrong_cursor(browser: Client, cursor: str) -> None:
    asked = urlencode({"after": cursor})
    assert browser.get(f"{RESULTS}?{asked}").status_code == 400
    assert browser.get(f"{RESULTS}.csv?{asked}").status_code == 400
    assert browser.get(f"{RESULTS}.csv?{urlencode({'before': cursor})}").status_code == 400


def test_an_unknown_ending(browser: Client) -> None:
    response = browser.get(f"{RESULTS}.doc")
    assert response.status_code == 404 and ".csv" in response.json()["errors"][0]["message"]


def test_more_than_is_read_at_once(browser: Client) -> None:
    big = browser.post(RESULTS, {"target": "x" * 6_000_000})
    assert big.status_code == 400 and "More was sent" in text(big.content.decode())
    many = browser.get(f"{RESULTS}?{'&'.join(f'a{n}=1' for n in range(3000))}")
    assert many.status_code == 400 and "more parameters" in text(many.content.decode())
    long_name = browser.post(RESULTS, {"target": "x" * 1_000_000})
    assert long_name.status_code == 400


def test_a_page_past_the_end(browser: Client) -> None:
    for number in (99, 1_000_000_000):
        response = browser.get(f"{RESULTS}?{NEAR_M31}&page={number}")
        assert response.status_code == 404
        assert f"There is no page {number:,} of this search; the last is" in text(response.content.decode())


def test_every_page_once(browser: Client) -> None:
    """Following "Next" from page 1 gives every row once, through numbers and through cursors."""
    seen: list[str] = []
    address = f"{RESULTS}?{NEAR_M31}&sci_instrume=STIS&rows=20"
    for _page in range(100):
        html = browser.get(address).content.decode()
        seen += re.findall(r'scope="row" class="lead-col"><a [^>]*>([^<]*)</a>', html)
        link = next((item for item in tree(html).iter("a") if item.get("rel") == "next"), None)
        if link is None:
            break
        address = str(link.get("href"))
    assert len(seen) == len(set(seen)) == engine.count(query(f"{NEAR_M31}&sci_instrume=STIS")).value


def query(text: str) -> object:
    from urllib.parse import parse_qsl

    from mastsite.pages.asking import ask
    from mastsite.search.registry import get_mission

    return ask(get_mission("hst"), parse_qsl(text)).placed


def test_deep_pages_carry_cursors(browser: Client) -> None:
    html = browser.get("/search/k2/results?page=150").content.decode()
    link = next(item for item in tree(html).iter("a") if item.get("rel") == "next")
    assert "page=151" in str(link.get("href")) and "after=" in str(link.get("href"))
    assert browser.get(str(link.get("href"))).status_code == 200


def test_sorting_turns_round(browser: Client) -> None:
    html = browser.get(f"{RESULTS}?{NEAR_M31}&sort=sci_actual_duration").content.decode()
    head = next(item for item in tree(html).iter("th") if item.get("aria-sort"))
    assert head.get("aria-sort") == "ascending"
    link = str(head.find("a").get("href"))  # type: ignore[union-attr]
    assert "sort=-sci_actual_duration" in link
    again = browser.get(link).content.decode()
    assert next(item for item in tree(again).iter("th") if item.get("aria-sort")).get("aria-sort") == "descending"


def test_rows_near_several_targets_say_which(browser: Client) -> None:
    html = browser.get(f"{RESULTS}?target=m+31;m+33&rows=1000").content.decode()
    heads = ["".join(item.itertext()) for item in tree(html).iter("th") if item.get("scope") == "col"]
    assert any(head.startswith("Search Position") for head in heads)
    assert "M 31 or M 33" in text(html)


def test_a_limit_is_told(browser: Client) -> None:
    html = browser.get(f"{RESULTS}?{NEAR_M31}&limit=5").content.decode()
    assert "Only the first 5 rows are shown, as was asked for;" in text(html)


def test_names_that_are_not_resolved_are_target_names(browser: Client) -> None:
    html = browser.get(f"{RESULTS}?target=NGC224*&resolver=none").content.decode()
    assert "Target Name begins with NGC224" in text(html)
    assert "Names were not looked up" in text(html)


def test_time_is_up(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_given: object, **_more: object) -> None:
        raise TimeLimit(10)

    monkeypatch.setattr(engine, "page", slow)
    response = browser.get(f"{RESULTS}?{NEAR_M31}")
    assert response.status_code == 503 and response["Retry-After"]
    html = response.content.decode()
    assert faults(html) == [] and "10 seconds" in text(html)


def test_nothing_found_offers_ways_that_find_rows(browser: Client) -> None:
    html = browser.get(f"{RESULTS}?{NEAR_M31}&sci_instrume=STIS&sci_start_time=%3E2035").content.decode()
    assert "Start Time is after 2035 is to blame" in text(html)
    ways = next(item for item in tree(html).iter("ul") if item.get("class") == "formats")
    links = [str(item.get("href")) for item in ways.iter("a")]
    assert len(links) >= 3
    for link in links:
        found = browser.get(link).content.decode()
        assert faults(found) == [] and "<h1>No " not in found


def test_a_wider_cone(browser: Client) -> None:
    placed = query("target=0+-89&radius=1")
    ways = explain.explain(placed).ways  # type: ignore[arg-type]
    assert ways and all(way.count.value for way in ways)
    assert ways[0].query.radius > 1


def test_explaining_ends_in_time() -> None:
    found = explain.explain(query("sci_targname=nothing&sci_instrume=none"), budget_s=0)  # type: ignore[arg-type]
    assert found.unfinished and len(found.steps) == 2


def test_the_last_page_of_a_count_without_end(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "COUNT_CAP", 50)
    html = browser.get(f"{RESULTS}?{NEAR_M31}&sci_start_time=%3E1980&rows=25").content.decode()
    assert "More than 50 Hubble observations found" in text(html)
    assert "Count every row" in text(html)


def test_a_posted_search_has_no_tag_of_its_address() -> None:
    for address in (RESULTS, f"{RESULTS}.csv"):
        assert "ETag" not in Client().post(address, {"sci_instrume": "FOC"})


@pytest.mark.parametrize("address", [RESULTS, f"{RESULTS}.csv", "/search/hst/snippets"])
def test_a_post_that_is_no_form_is_refused(address: str) -> None:
    response = Client().post(address, {"sci_instrume": "FOC"}, content_type="application/json")
    assert response.status_code == 400
    assert "application/json" in body(response).decode()
    with_file = Client().post(address, {"target": SimpleUploadedFile("targets.txt", b"m 31")})
    assert with_file.status_code == 400
    assert "file was posted as target" in body(with_file).decode()


def test_a_post_says_of_comments_what_an_address_says() -> None:
    posted = body(Client().post(f"{RESULTS}.csv", {"limit": "1", "comments": "no"}))
    assert posted == body(Client().get(f"{RESULTS}.csv?limit=1&comments=no"))
    assert not posted.startswith(b"#")


def test_the_head_of_a_file_states_no_length() -> None:
    assert "Content-Length" not in Client().head(f"{RESULTS}.csv?limit=1")


@pytest.mark.parametrize("asked", ["page=2&rows=3", "offset=3"])
def test_a_file_that_begins_later_says_so(asked: str) -> None:
    whole = body(Client().get(f"{RESULTS}.csv?sci_instrume=FOC")).decode()
    part = body(Client().get(f"{RESULTS}.csv?sci_instrume=FOC&{asked}")).decode()
    assert "# warning: The first 3 rows were skipped" in part and "skipped" not in whole
    assert [line for line in part.splitlines() if line[0] != "#"][1:] == [
        line for line in whole.splitlines() if line[0] != "#"
    ][4:]


def test_a_page_and_an_offset_that_contradict_each_other_are_refused(browser: Client) -> None:
    assert browser.get(f"{RESULTS}?page=2&offset=0").status_code == 400
    assert browser.get(f"{RESULTS}?page=1&offset=0").status_code == 200


def test_too_many_parameters_of_a_file_are_refused_as_a_program_reads_it() -> None:
    asked = "&".join(["sci_pep_id=5"] * 2100)
    response = Client().get(f"{RESULTS}.csv?{asked}")
    assert response.status_code == 400
    assert "more parameters" in response.json()["errors"][0]["message"]


def test_a_file_asked_for_in_another_format_is_refused() -> None:
    response = Client().get(f"{RESULTS}.csv?format=json")
    assert response.status_code == 400 and body(response).startswith(b"ERROR 400")


def test_a_page_that_puts_the_focus_elsewhere_has_another_tag(browser: Client) -> None:
    plain = browser.get(f"{RESULTS}?limit=3", headers={"HX-Request": "true"})
    turned = browser.get(f"{RESULTS}?limit=3", headers={"HX-Request": "true", "HX-Trigger": "page-2"})
    assert plain["ETag"] != turned["ETag"] and "HX-Trigger" in turned["Vary"]


def test_rows_of_a_page_say_nothing_about_a_file(browser: Client) -> None:
    text = b"".join(browser.get(f"{RESULTS}.csv?{NEAR_M31}&rows=3").streaming_content).decode()
    assert "# warning: rows=3 is of pages" in text
    assert "complete" in text.splitlines()[-1]


def test_any_tag_is_told_of_what_is_there(browser: Client) -> None:
    assert browser.get(f"{RESULTS}?{NEAR_M31}", headers={"If-None-Match": "*"}).status_code == 304
    assert browser.get("/search/hst/dataset/nothing", headers={"If-None-Match": "*"}).status_code == 404


@pytest.mark.parametrize("odd", ["count=foo", "comments=maybe"])
def test_odd_words_of_pages_are_refused(browser: Client, odd: str) -> None:
    response = browser.get(f"{RESULTS}?{odd}")
    assert response.status_code == 400
    assert odd.split("=")[1] in response.content.decode()


def test_an_unknown_resolver_is_told_although_there_is_no_name(browser: Client) -> None:
    html = browser.get(f"{RESULTS}?target=10.68+41.27&resolver=nonsense").content.decode()
    assert "nonsense" in html and "is not known here" in html
