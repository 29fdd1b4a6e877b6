"""The page over every mission: its counts are the missions' own, by every door; what is wrong or late is told."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client

from mastsite.pages.unified import asking, conditions, page, total, understanding
from mastsite.search import everywhere
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.registry import missions
from mastsite.search.result import Count
from mastsite.search.tables import holdings
from mastsite.snippets import SNIPPETS

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture(autouse=True)
def enough_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine too."""
    for module, name in (
        (understanding, "LOOK_S"),
        (understanding, "LOOKS_S"),
        (everywhere, "EACH_S"),
        (page, "PAGE_S"),
    ):
        monkeypatch.setattr(module, name, 60)


SEARCHES = [
    {"q": "M 31"},
    {"q": "M 31", "radius": "5"},
    {"q": "58.13 +11.24", "radius": "30"},
    {"q": "M 31", "radius": "10", "time": "1999..2004"},
    {"q": "M 31", "radius": "10", "instrument": "STIS*, WFPC2*", "exposure": ">100"},
    {"q": "T Tau", "product": "spectrum"},
    {"q": "8795"},
    {"q": "o5ex*"},
    {"q": "STIS"},
    {"q": "F555W", "pi": "!Calzetti"},
    {"q": "POST-SAA-DARK"},
    {"time": "2003-07", "exposure": "100..2000"},
    {"filters": "FUV", "exposure": "<120"},
    {"product": "image", "time": ">2018"},
]


def counts(client: Client, asked: dict[str, str]) -> dict[str, Any]:
    answer = client.get(f"/search/counts.json?{urlencode(asked)}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = json.loads(answer.content)
    return found


def path(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


@pytest.mark.parametrize("asked", SEARCHES, ids=[" ".join(f"{k}={v}" for k, v in one.items()) for one in SEARCHES])
def test_the_counts_are_those_of_each_mission(client: Client, asked: dict[str, str]) -> None:
    found = counts(client, asked)
    lines = [line for line in found["missions"] if not line["not_asked"]]
    assert {line["mission"] for line in found["missions"]} == set(missions())
    assert any(line["count"] for line in lines), found["says"]
    for line in lines:
        here = path(line["results"])
        own = client.get(
            here.replace("/results", "/results.json", 1) + ("&" if "?" in here else "?") + "limit=1000000&columns=all"
        )
        head = json.loads(b"".join(own.streaming_content))
        if line["exact"]:
            assert (line["mission"], len(head["rows"])) == (line["mission"], line["count"])
        else:
            assert len(head["rows"]) > line["count"] and not line["exact"]
        assert line["form"].replace("/?", "/results?", 1).rstrip("/") in (
            line["results"],
            line["results"].removesuffix("/results"),
        )
        assert client.get(path(line["form"])).status_code == 200


@pytest.mark.parametrize("asked", SEARCHES, ids=[" ".join(f"{k}={v}" for k, v in one.items()) for one in SEARCHES])
def test_the_api_counts_the_same(client: Client, asked: dict[str, str]) -> None:
    """By the request that the results of each mission give as their snippet."""
    lines = [line for line in counts(client, asked)["missions"] if not line["not_asked"]]
    assert any(line["count"] for line in lines)
    for line in lines:
        body = of_snippet(line["mission"], line["results"]) | {"count_only": True}
        answer = client.post(
            f"/search/{line['mission']}/api/v0.1/search", json.dumps(body), content_type="application/json"
        )
        assert answer.status_code == 200, answer.content
        total = json.loads(answer.content)["totalResults"]
        assert total == line["count"] if line["exact"] else total > line["count"], (line, body)


def of_snippet(slug: str, results: str) -> dict[str, Any]:
    """The body of the API's request for a search, out of the snippet for curl."""
    query = parse(missions()[slug], parse_qsl(urlsplit(results).query))
    words = shlex.split(SNIPPETS["curl_post"].write(query, "http://testserver").code, comments=True)
    body: dict[str, Any] = json.loads(words[words.index("--data") + 1])
    return body


def test_every_mission_is_there_once_or_says_why_not(client: Client) -> None:
    found = counts(client, {"q": "M 31"})["missions"]
    assert [line["mission"] for line in found] == list(missions())
    for line in found:
        assert bool(line["results"]) != bool(line["not_asked"])
        if line["mission"] not in holdings():
            assert line["not_asked"]


def test_planes_are_asked_apart_only_where_they_differ(client: Client) -> None:
    galex = [line for line in counts(client, {"exposure": ">100"})["missions"] if line["mission"] == "galex"]
    assert [line["part"] for line in galex] == ["plane 1", "plane 2"]
    galex = [line for line in counts(client, {"time": ">2004"})["missions"] if line["mission"] == "galex"]
    assert [line["part"] for line in galex] == [""]


def test_the_page_says_the_same_with_links_into_each_form(client: Client) -> None:
    asked = {"q": "M 31", "radius": "5"}
    html = client.get(f"/search/?{urlencode(asked)}").content.decode()
    assert "was read as the name of an object" in html and "Or read it as" not in html
    for line in counts(client, asked)["missions"]:
        if line["count"]:
            assert path(line["form"]).replace("&", "&amp;") in html and f">{line['count']:,}<" in html


def test_the_page_offers_the_other_readings(client: Client) -> None:
    html = client.get("/search/?q=POST-SAA-DARK&radius=5").content.decode()
    assert 'href="?q=POST-SAA-DARK&amp;radius=5&amp;as=target"' in html and "as=position" not in html
    html = client.get("/search/?q=POST-SAA-DARK&as=proposal").content.decode()
    assert "could not be read as a programme" in html and 'href="?q=POST-SAA-DARK&amp;as=target"' in html


def test_a_count_that_is_late_says_so_and_comes_by_itself(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE_S", 0)
    answer = client.get("/search/?q=M+31&radius=5")
    html = answer.content.decode()
    later = re.search(r'data-hx-get="([^"]+/search/hst/found/0[^"]+|/search/hst/found/0[^"]+)"', html)
    assert "not counted in" in html and answer["Cache-Control"] == "no-store" and later is not None
    monkeypatch.undo()
    fragment = client.get(later[1].replace("&amp;", "&")).content.decode()
    (own,) = [line for line in counts(client, {"q": "M 31", "radius": "5"})["missions"] if line["mission"] == "hst"]
    assert f">{own['count']:,}<" in fragment


def test_one_slow_mission_takes_the_time_of_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []

    def slow(query: object, within_s: float) -> Count:
        given.append(within_s)
        return Count(0, exact=False)

    monkeypatch.setattr(everywhere.engine, "count", slow)
    asked = [line.query for line in asking.lines(None, {"time": ">2000"}, None) if line.query]
    list(everywhere.counts(asked, within_s=100))
    assert given and max(given) <= everywhere.EACH_S


def test_a_count_that_ran_out_of_time_is_not_none(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(everywhere.engine, "count", lambda query, within_s, cap=None: Count(0, exact=False))
    answer = client.get("/search/?time=2003")
    assert b"not counted in" in answer.content and b">none<" not in answer.content
    assert answer["Cache-Control"] == "no-store"


def test_an_unchanged_page_is_not_counted_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = client.get("/search/?q=M+31")["ETag"]
    monkeypatch.setattr(everywhere.engine, "count", None)
    assert client.get("/search/?q=M+31", headers={"If-None-Match": tag}).status_code == 304


WRONG = [
    ({"q": "M 31", "radius": "abc"}, "radius"),
    ({"q": "M 31", "time": "31.31."}, "time"),
    ({"q": "M 31", "exposure": "long"}, "exposure"),
    ({"q": "x" * 5_000}, "2,000 are read"),
    ({"q": "nothing of the kind at all", "as": "dataset"}, "could not be read as the identifier"),
    ({"as": "planet", "q": "M 31"}, "Write one of"),
    ({"q": "M 31", "time": "," * 500}, "time"),
]


@pytest.mark.parametrize(("asked", "said"), WRONG, ids=[said for _, said in WRONG])
def test_what_cannot_be_read_is_told_and_nothing_lost(client: Client, asked: dict[str, str], said: str) -> None:
    answer = client.get(f"/search/?{urlencode(asked)}")
    html = answer.content.decode()
    assert answer.status_code == 400 and "There is a problem" in html and said in html
    assert 'id="results"' not in html
    assert json.loads(client.get(f"/search/counts.json?{urlencode(asked)}").content)["errors"]


HOSTILE = [
    "\x00",
    "\ud800",
    "'; DROP TABLE x; --",
    "<script>alert(1)</script>",
    "%",
    "*" * 100,
    "10 " * 500,
    "\r\n\r\n",
    "=1+1",
    "٣٤",
    "-" * 1_999,
]


@pytest.mark.parametrize("name", ["q", "as", "radius", "first", "wait", "radius_hst", *conditions.BY_BOX, "nonsense"])
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_nothing_breaks_it(client: Client, name: str, text: str) -> None:
    asked = urlencode({"time": ">2100", name: text}, errors="surrogatepass")
    answer = client.get(f"/search/?{asked}", follow=True)
    assert answer.status_code in (200, 400)
    assert b"<script>alert" not in answer.content


def test_a_parameter_twice_or_unknown_is_told(client: Client) -> None:
    assert "stands twice" in client.get("/search/?q=M+31&q=M+33").content.decode()
    assert "nonsense=1 changed nothing" in client.get("/search/?q=M+31&nonsense=1").content.decode()
    assert "The radius 5 was not used" in client.get("/search/?q=8795&radius=5").content.decode()


def test_a_count_that_nobody_asked_for_is_not_found(client: Client) -> None:
    assert client.get("/search/hst/found/7?q=M+31").status_code == 404
    assert client.get("/search/nowhere/found/0?q=M+31").status_code == 404


def test_the_rest_is_a_plain_link_that_waits_longer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE_S", 0)
    html = client.get("/search/?q=M+31&radius=5").content.decode()
    rest = re.search(r'href="([^"]+)"[^>]*>Count the rest<', html)
    assert rest is not None
    whole = client.get("/search/" + rest[1].replace("&amp;", "&")).content.decode()
    assert "not counted in" not in whole and "Count the rest" not in whole


def test_with_scripts_the_reading_comes_first_and_each_count_by_itself(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = everywhere.engine.count

    def looks_only(query: Query, *, cap: int, within_s: float) -> Count:
        return count(query, cap=cap, within_s=within_s)  # the counts of the page set no cap

    monkeypatch.setattr(everywhere.engine, "count", looks_only)
    html = client.get("/search/?q=M+31&radius=5", headers={"HX-Request": "true"}).content.decode()
    assert "was read as" in html and "Count the rest" not in html
    monkeypatch.undo()
    late = [found.replace("&amp;", "&") for found in re.findall(r'data-hx-get="(/search/[^"]+/found/[^"]+)"', html)]
    lines = [line for line in counts(client, {"q": "M 31", "radius": "5"})["missions"] if not line["not_asked"]]
    assert len(late) == len(lines)
    for address, line in zip(late, lines, strict=True):
        fragment = client.get(address).content.decode()
        assert (f">{line['count']:,}<" if line["count"] else ">none<") in fragment


def test_a_slow_mission_is_asked_again_after_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [line.query for line in asking.lines(None, {"time": ">2000"}, None) if line.query]
    seen: list[object] = []

    def slow(query: object, within_s: float) -> Count:
        seen.append(query)
        return Count(0, exact=False) if len(seen) == 1 else Count(7)

    monkeypatch.setattr(everywhere.engine, "count", slow)
    found = list(everywhere.counts(asked, within_s=100))
    assert [query for query, _ in found] == [*asked[1:], asked[0]]
    assert all(count == Count(7) for _, count in found)


def test_each_mission_has_its_radius_and_its_first_rows(client: Client) -> None:
    wide, own = counts(client, {"q": "M 31"}), counts(client, {"q": "M 31", "radius_hst": "0.2"})
    for before, after in zip(wide["missions"], own["missions"], strict=True):
        if before["mission"] == "hst":
            assert after["count"] < before["count"] and "radius=0.2" in after["results"]
        else:
            assert after == before
    html = client.get("/search/?q=M+31&radius_hst=0.2&first=3").content.decode()
    tables = re.findall(r'aria-labelledby="first-([a-z0-9_-]+)-(\d)".*?<tbody>(.*?)</tbody>', html, re.S)
    assert [slug for slug, _, _ in tables] == [line["mission"] for line in own["missions"] if line["count"]]
    for slug, _, body in tables:
        (line,) = [line for line in own["missions"] if line["mission"] == slug]
        assert body.count("<tr>") == min(3, line["count"])


@pytest.mark.parametrize("text", ["-1", "101", "x", "٣", "9" * 500, "1.5"])
def test_first_rows_that_are_no_number_are_told(client: Client, text: str) -> None:
    answer = client.get(f"/search/?{urlencode({'q': 'M 31', 'first': text})}")
    assert answer.status_code == 400 and "Write a number from 0 to 100" in answer.content.decode()


def test_a_radius_of_a_mission_that_is_not_used_is_told(client: Client) -> None:
    assert "The radius_hst 5 was not used" in client.get("/search/?q=8795&radius_hst=5").content.decode()
    assert client.get("/search/?q=M+31&radius_hst=wide").status_code == 400


def test_the_cross_correlation_counts_the_same(client: Client) -> None:
    """The classic tool and this page are made of the same functions, and agree where a word is a whole mission."""
    compared = []
    for line in counts(client, {"q": "M 31", "radius": "2"})["missions"]:
        word = line["mission"].upper()
        if line["not_asked"] or word not in ("GALEX", "FUSE"):
            continue
        asked = {"target": "M 31", "missions[]": word, f"radius_{word.lower()}": "2", "max_records": "1", "action": "Search"}  # fmt: skip
        said = re.findall(rf"{word}:\s+(\d+) observations found", client.get("/xcorr.php", asked).content.decode())
        assert [int(number) for number in said] == ([line["count"]] if line["count"] else [])
        compared.append((word, bool(line["count"])))
    assert ("GALEX", True) in compared


def sentence(html: str) -> str:
    (found,) = re.findall(r'<p id="total"[^>]*>([^<]*)</p>', html)
    return str(found)


def test_the_sum_is_one_sentence(client: Client) -> None:
    asked = {"q": "M 31", "radius": "5"}
    lines = [line for line in counts(client, asked)["missions"] if not line["not_asked"]]
    html = client.get(f"/search/?{urlencode(asked)}").content.decode()
    some = {line["mission"] for line in lines if line["count"]}
    rows = sum(line["count"] for line in lines)
    assert (
        sentence(html)
        == f"All {len({line['mission'] for line in lines})} missions answered: {rows:,} rows in {len(some)} missions."
    )
    assert "everywhere_total" not in html and "/search/total" not in html and 'type="hidden" name="count-' not in html


def test_the_sum_of_counts_that_came_one_by_one_is_told_when_the_last_is_there(client: Client) -> None:
    asked = {"q": "M 31", "radius": "5"}
    html = client.get(f"/search/?{urlencode(asked)}", headers={"HX-Request": "true"}).content.decode()
    assert re.fullmatch(r"Counting in \d+ missions.", sentence(html))
    boxes: list[tuple[str, str]] = []
    for address in re.findall(r'data-hx-get="(/search/[^"]+/found/[^"]+)"', html):
        fragment = client.get(address.replace("&amp;", "&")).content.decode()
        boxes += re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', fragment)
    early = client.get(f"/search/total?{urlencode([*asked.items(), *boxes[:-1]])}")
    assert early["HX-Reswap"] == "none" and early.content == b"", "nothing is put in its place, and nothing is read out"
    late = client.get(f"/search/total?{urlencode([*asked.items(), *boxes])}")
    assert "HX-Reswap" not in late and late["Cache-Control"] == "no-store"
    plain = sentence(client.get(f"/search/?{urlencode(asked)}").content.decode())
    assert sentence(late.content.decode()) == plain
    assert f'<p id="said">{plain}</p>' in late.content.decode()


@pytest.mark.parametrize("sent", ["", "x", "-1", "9" * 500, "٣", "1++", "\x00", "<b>"])
def test_a_sum_of_what_is_no_count_is_not_told(client: Client, sent: str) -> None:
    answer = client.get(f"/search/total?{urlencode({'q': 'M 31', 'count-hst-0': sent})}")
    assert answer.status_code == 200 and answer["HX-Reswap"] == "none" and answer.content == b""


def test_missions_that_did_not_answer_are_told() -> None:
    hst, tess, k2 = (missions()[slug] for slug in ("hst", "tess", "k2"))
    hst_line, tess_line, k2_line = (asking.Line(mission, Query(mission)) for mission in (hst, tess, k2))
    some = [replace(hst_line, count=Count(1)), replace(tess_line, count=Count(0)), k2_line]
    assert total.told(some) == "2 of 3 missions answered: 1 row in 1 mission."
    bound = [replace(hst_line, count=Count(1_000, exact=False)), replace(tess_line, count=Count(2))]
    assert total.told(bound) == "All 2 missions answered: at least 1,002 rows in 2 missions."


def test_empty_boxes_are_left_out_of_the_address(client: Client) -> None:
    answer = client.get("/search/?q=M+31&radius=5&time=&instrument=+&radius_hst=&first=")
    assert answer.status_code == 302 and answer["Location"] == "/search/?q=M+31&radius=5"
    assert client.get("/search/?q=&radius=")["Location"] == "/search/"
    assert "nonsense= changed nothing" in client.get("/search/?q=M+31&nonsense=").content.decode(), "it is no box"
    html = client.get("/search/?q=M+31&radius=5&time=", follow=True).content.decode()
    leads = [link.replace("&amp;", "&") for link in re.findall(r'(?:href|data-hx-get)="([^"]*\?[^"]*)"', html)]
    assert any("/results?" in link for link in leads) and any("as=" not in link for link in leads)
    for link in leads:
        assert all(value for _name, value in parse_qsl(urlsplit(link).query, keep_blank_values=True)), link
    assert client.get("/search/counts.json?q=M+31&time=").status_code == 200, "programs are answered at once"
