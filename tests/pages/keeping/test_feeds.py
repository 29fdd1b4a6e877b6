"""Feeds of new rows, and saved searches: read by an independent parser, stable, and refused with sentences."""

from __future__ import annotations

import hashlib
import html
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from django.test import Client

from mastsite.pages.keeping import saved as links
from mastsite.search.declare import Mission
from mastsite.search.params import RESERVED
from mastsite.search.registry import missions
from tests.pages.html import faults, text
from tests.pages.keeping.conftest import load
from tests.search.toy import GOOD

pytestmark = pytest.mark.usefixtures("archive")
D = "d,M 31 & <b>,10.69,41.28,2014-01-01,4,yes,1"


def atom(browser: Client, address: str) -> feedparser.FeedParserDict:
    response = browser.get(address)
    assert response.status_code == 200, response.content
    assert response["Content-Type"].startswith("application/atom+xml")
    found = feedparser.parse(response.content)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    assert found.feed.id.startswith("urn:uuid:") and found.feed.updated and found.feed.author and found.feed.title
    return found


def test_a_first_loading_is_not_all_new(browser: Client, toy: Mission) -> None:
    found = atom(browser, "/search/toy/feed.atom")
    assert found.entries == []
    assert "first loading that is noted, of 3 rows: nothing of it counts as new" in found.feed.subtitle


def test_new_rows_are_entries_and_stay_the_same(browser: Client, toy: Mission, tmp_path: Path) -> None:
    load(tmp_path, [*GOOD, D])
    before = atom(browser, "/search/toy/feed.atom?toy_name=M+31*")
    (entry,) = before.entries
    assert entry.title_detail.value == "d: M 31 & <b>"
    assert urlsplit(entry.link).path == "/search/toy/dataset/d"
    assert "Count: 4" in entry.summary
    assert "brought 1 row." in before.feed.subtitle
    load(tmp_path, [*GOOD, D, "e,other,1,1,,1,,"])
    (same,) = atom(browser, "/search/toy/feed.atom?toy_name=M+31*").entries
    assert (same.id, same.updated, same.published) == (entry.id, entry.updated, entry.published)
    assert len(atom(browser, "/search/toy/feed.atom").entries) == 2


@pytest.mark.parametrize("search", ["toy_name=M+31*", "toy_name=nobody+called+it+that"])
def test_pages_of_results_lead_to_the_feeds_of_their_search(browser: Client, toy: Mission, search: str) -> None:
    """Of those without rows too: who waits for the first row wants a feed most."""
    page = browser.get(f"/search/toy/results?{search}").content.decode()
    links = [dict(re.findall(r'([a-z]+)="([^"]*)"', link)) for link in re.findall(r'<link rel="alternate"[^>]*>', page)]
    assert [link["type"] for link in links] == ["application/atom+xml", "application/feed+json"]
    for link in links:
        response = browser.get(html.unescape(link["href"]))
        assert response["Content-Type"].startswith(link["type"])
    assert 'href="/search/toy/save?toy_name=' in page and ">Feed of new rows</a>" in page


def test_the_json_feed_has_the_same(browser: Client, toy: Mission, tmp_path: Path) -> None:
    load(tmp_path, [*GOOD, D])
    response = browser.get("/search/toy/feed.json")
    assert response["Content-Type"].startswith("application/feed+json")
    document = json.loads(response.content)
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["feed_url"] == "http://testserver/search/toy/feed.json"
    entries = atom(browser, "/search/toy/feed.atom").entries
    assert [item["id"] for item in document["items"]] == [entry.id for entry in entries]
    assert all(item["content_text"] and item["date_published"] for item in document["items"])


def test_older_entries_are_behind_a_link(browser: Client, toy: Mission, tmp_path: Path) -> None:
    load(tmp_path, [*GOOD, *(f"n{number:03},N,1,1,,1,," for number in range(7))])
    address, told = "/search/toy/feed.atom?rows=3", []
    while address:
        found = atom(browser, address)
        assert len(found.entries) <= 3
        told += [entry.id for entry in found.entries]
        further = [link.href for link in found.feed.links if link.rel == "next"]
        address = further[0].removeprefix("http://testserver") if further else ""
    assert len(told) == len(set(told)) == 7
    assert json.loads(browser.get("/search/toy/feed.json?rows=3").content)["next_url"].endswith("?rows=3&page=2")


def test_an_unchanged_feed_is_304_and_a_new_loading_is_not(browser: Client, toy: Mission, tmp_path: Path) -> None:
    first = browser.get("/search/toy/feed.atom")
    again = browser.get("/search/toy/feed.atom", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert browser.get("/search/toy/feed.atom").content == first.content
    load(tmp_path, [*GOOD, D])
    after = browser.get("/search/toy/feed.atom", headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200 and b"<entry>" in after.content


def test_what_is_not_of_a_feed_is_told(browser: Client, toy: Mission) -> None:
    said = atom(browser, "/search/toy/feed.atom?limit=2&rows=500&sort=toy_id").feed.subtitle
    assert "limit and sort are not of a feed" in said and "at most 100 rows" in said


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search/hts/feed.atom", 404), ("/search/hst/feed.atom?radius=abc&target=m31", 400), ("/search/hst/feed.rss", 404),
        ("/search/hst/feed.json?nonsense=1", 400), ("/search/hst/feed.atom?target=no+such+star+at+all", 400),
        ("/search/hst/feed.atom?sci_targname=%00", 400), ("/saved/nonsense/feed.atom", 404), ("/saved/nonsense", 404),
        ("/saved/" + "a" * 7000, 404), ("/saved/%00", 404), ("/saved/a:b", 404), ("/saved/%ED%A0%80:%FF", 404),
        ("/search/hst/save?radius=abc&target=m31", 400), ("/search/hts/save", 404),
        ("/search/hst/save?saved_as=" + "x" * 100, 400), ("/search/hst/save?saved_as=a&saved_as=b", 400),
        ("/search/hst/save?saved_as=%01", 400), ("/search/hst/save?saved_as=%00", 400),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_told(browser: Client, address: str, status: int) -> None:
    response = browser.get(address)
    assert response.status_code == status
    assert len(response.content) > 60


def test_signs_of_markup_do_not_break_a_feed(browser: Client) -> None:
    assert "<&>" in atom(browser, "/search/hst/feed.atom?sci_targname=a%3C%26%3E%5D%5D%3E").feed.title


def saved_link(browser: Client, address: str) -> str:
    response = browser.get(address)
    html = response.content.decode()
    assert response.status_code == 200 and faults(html) == []
    found = re.search(r"http://testserver(/saved/[^\s<]+)</textarea>", html)
    assert found
    return found[1]


def test_a_saved_link_leads_to_the_search_and_its_feeds_have_its_name(
    browser: Client, toy: Mission, tmp_path: Path
) -> None:
    load(tmp_path, [*GOOD, D])
    link = saved_link(browser, "/search/toy/save?toy_name=M+31*&page=3&saved_as=My+%3CM+31%3E")
    assert link == saved_link(browser, "/search/toy/save?toy_name=M+31*&saved_as=My+%3CM+31%3E")
    led = browser.get(link)
    assert (led.status_code, led["Location"]) == (303, "/search/toy/results?toy_name=M+31%2A")
    found = atom(browser, f"{link}/feed.atom")
    assert found.feed.title == "My <M 31>"
    assert len(found.entries) == 1
    assert json.loads(browser.get(f"{link}/feed.json").content)["title"] == "My <M 31>"
    plain = atom(browser, "/search/toy/feed.atom?toy_name=M+31*")
    assert (plain.feed.id, plain.entries[0].id) == (found.feed.id, found.entries[0].id)


def test_a_link_that_was_changed_or_cut_leads_nowhere(browser: Client) -> None:
    link = saved_link(browser, "/search/hst/save?target=m+31&radius=5")
    for at in range(len("/saved/"), len(link), 13):
        letter = "A" if link[at] != "A" else "B"
        assert browser.get(link[:at] + letter + link[at + 1 :]).status_code == 404, at
    cut = browser.get(link[:-2])
    assert cut.status_code == 404 and "Copy the whole link again" in text(cut.content.decode())


def test_a_search_that_is_too_long_for_a_link(browser: Client) -> None:
    names = ", ".join(hashlib.sha256(str(number).encode()).hexdigest()[:16] for number in range(700))
    response = browser.post("/search/hst/save", {"sci_data_set_name": names})
    assert response.status_code == 400 and "are the most that arrive" in text(response.content.decode())


def test_no_column_is_called_as_the_name_of_a_link() -> None:
    names = {
        name.lower()
        for mission in missions().values()
        for column in mission.columns
        for name in (column.name, *column.legacy)
    }
    assert links.CALLED not in names | RESERVED


def test_the_table_of_results_leads_to_all_of_it(browser: Client) -> None:
    html = browser.get("/search/hst/results?target=m+31&radius=5&rows=10&page=2").content.decode()
    for page in ("save", "feed.atom", "receipt", "prove"):
        assert f'href="/search/hst/{page}?target=m+31&amp;radius=5"' in html, page
    assert html.index("</table>") < html.index("/search/hst/save?")
