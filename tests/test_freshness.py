"""Answers that a client has already: 304 from every door, before the search, and never when it would be untrue."""

from __future__ import annotations

import pytest
from django.db import connections, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mastsite.freshness import STARTED
from mastsite.search import database, engine
from mastsite.search.database import alias
from mastsite.search.models import Holding
from mastsite.search.registry import get_mission
from mastsite.search.result import Count
from mastsite.search.tables import holding_of

pytestmark = pytest.mark.usefixtures("archive")

M31 = "ra=10.6847&dec=41.2690&radius=5"
PAGE = "/search/hst/results?target=10.6847+41.2690&radius=5"
DOORS = {
    "form": "/search/hst/?sci_instrume=STIS",
    "results": PAGE,
    "file": "/search/hst/results.csv?target=10.6847+41.2690&radius=5",
    "long file": "/search/hst/results.votable",
    "api": "/search/hst/api/v0.1/search?target=10.6847+41.2690&radius=5&limit=20",
    "record": "/search/hst/dataset/O58501040",
    "legacy": f"/hst/search.php?action=Search&{M31}&outputformat=CSV",
}
SMALL = {
    "home": "/",
    "columns": "/search/hst/columns",
    "columns as data": "/search/hst/columns.json",
    "operators": "/help/operators",
    "column list": "/search/util/api/v0.1/column_list?mission=hst",
    "api document": "/search/hst_api_openapi.json",
    "tutorials": "/tutorials/",
}
HOLDING, RETIREMENTS = Holding._meta.db_table, "retirement_"


def asked(address: str, **headers: str) -> tuple[int, str, list[str]]:
    """Status, tag and the statements that an address cost, with its body read."""
    with CaptureQueriesContext(connections[alias()]) as seen:
        response = Client(headers=headers).get(address)
        b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
        response.close()
    return response.status_code, response.get("ETag", ""), [query["sql"] for query in seen.captured_queries]


@pytest.mark.parametrize("address", DOORS.values(), ids=DOORS)
def test_who_has_the_answer_is_told_before_the_search(address: str) -> None:
    status, tag, cost = asked(address)
    assert status == 200 and tag.startswith('W/"')
    again, same, read = asked(address, **{"If-None-Match": tag})
    assert (again, same) == (304, tag)
    assert sum(HOLDING in sql for sql in read) == 1 and all(HOLDING in sql or RETIREMENTS in sql for sql in read), read
    assert len(cost) > len(read) or "/?" in address, "the search reads more than that"


@pytest.mark.parametrize("address", DOORS.values(), ids=DOORS)
def test_what_is_loaded_is_read_once_for_an_answer(address: str) -> None:
    assert sum(HOLDING in sql and f"{HOLDING}_" not in sql for sql in asked(address)[2]) == 1


def test_a_loading_within_a_request_is_seen_at_once() -> None:
    """And outside of requests, as in jobs and commands, nothing is remembered."""
    mission = get_mission("hst")
    with transaction.atomic():
        database._begin()
        before = holding_of(mission).version
        changed = Holding.objects.get(slug="hst")
        changed.version += 1
        changed.save()
        assert holding_of(mission).version == before + 1
        Holding.objects.filter(slug="hst").update(version=before + 2)  # as another process does
        assert holding_of(mission).version == before + 1, "all of an answer stands on one loading"
        database._end()
        assert holding_of(mission).version == before + 2
        transaction.set_rollback(True)


@pytest.mark.parametrize("address", SMALL.values(), ids=SMALL)
def test_small_answers_are_known_by_their_bytes(address: str) -> None:
    status, tag, _ = asked(address)
    assert status == 200 and tag
    assert asked(address, **{"If-None-Match": tag})[:2] == (304, tag)


@pytest.mark.parametrize("address", DOORS.values(), ids=DOORS)
def test_a_new_loading_is_a_new_answer(address: str) -> None:
    tag = asked(address)[1]
    with transaction.atomic():
        Holding.objects.filter(slug="hst").update(version=F("version") + 1)
        status = asked(address, **{"If-None-Match": tag})[0]
        transaction.set_rollback(True)
    assert status == 200


@pytest.mark.parametrize("address", DOORS.values(), ids=DOORS)
def test_another_setting_is_another_answer(address: str, settings: object) -> None:
    tag = asked(address)[1]
    settings.SITE_NAME = "Another"  # type: ignore[attr-defined]
    assert asked(address, **{"If-None-Match": tag})[0] == 200


@pytest.mark.parametrize("address", DOORS.values(), ids=DOORS)
def test_head_is_told_the_same(address: str) -> None:
    client = Client()
    tag = asked(address)[1]
    assert client.head(address)["ETag"] == tag
    assert client.head(address, headers={"If-None-Match": tag}).status_code == 304


def test_preferences_are_in_the_tag_of_pages_alone() -> None:
    dark = Client()
    dark.cookies["theme"] = "dark"
    for door, address in DOORS.items():
        same = dark.get(address, headers={"If-None-Match": asked(address)[1]}).status_code == 304
        assert same == (door in ("file", "long file", "api", "legacy")), door


def test_a_file_has_the_date_of_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STARTED, "1000000000")
    client = Client()
    for door in ("file", "api"):
        modified = client.get(DOORS[door])["Last-Modified"]
        assert client.get(DOORS[door], headers={"If-Modified-Since": modified}).status_code == 304
        with monkeypatch.context() as later:
            later.setenv(STARTED, "4000000000")
            assert client.get(DOORS[door], headers={"If-Modified-Since": modified}).status_code == 200, "started anew"
    for door in ("form", "results", "record"):
        assert "Last-Modified" not in client.get(DOORS[door]), "a date says nothing of cookies"
    assert "Last-Modified" not in client.get("/search/hst/results.csv?target=m+31"), "nor of a name"


def test_a_count_that_ran_out_of_time_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_count", lambda *_args, **_named: Count(17, exact=False))
    client = Client()
    for address in ("/search/hst/results?sci_instrume=STIS&rows=10", f"{DOORS['api']}&offset=1"):
        response = client.get(address)
        assert response["Cache-Control"] == "no-store" and "ETag" not in response, address


def test_a_refusal_has_no_tag_of_a_search() -> None:
    address = "/search/hst/results.csv?sci_pep_id=many"
    tag = asked(address)[1]
    assert Client().get(address, headers={"If-None-Match": tag or '"x"'}).status_code == 400


def test_a_retiring_page_tells_its_dates_each_time() -> None:
    """What it says of the day changes, so nobody is told that he has it."""
    address = "/hst/search.php?action=Search&outputformat=HTML_Table&sci_instrume=FOC&max_records=1"
    response = Client().get(address)
    again = Client().get(address, headers={"If-None-Match": response.get("ETag", '"x"')})
    if "Deprecation" in response:
        assert again.status_code == 200 and "Deprecation" in again
    csv = Client().get(DOORS["legacy"], headers={"If-None-Match": asked(DOORS["legacy"])[1]})
    assert csv.status_code == 304 and ("Deprecation" in csv) == ("Deprecation" in response)
