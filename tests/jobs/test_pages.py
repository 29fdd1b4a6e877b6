"""The pages of jobs: counting all rows is one press, its page works without scripts, and its address is the only key."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from mastsite.jobs import asking, runner
from mastsite.jobs.kinds import Outcome, folder_of
from mastsite.jobs.models import Job
from mastsite.jobs.states import CANCELLED, DONE, RUNNING, WAITING
from mastsite.search import engine
from mastsite.search.params import parse
from mastsite.search.registry import get_mission
from mastsite.search.result import Count

SEARCH = "kp=12..14&rows=25&sort=-kp"
PAGE = {"Accept": "text/html"}


@pytest.fixture
def browser(kept: None) -> Client:
    return Client(headers=PAGE)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """No count ends within the time of a page."""
    real = engine.count

    def count(query: object, *, cap: int | None = engine.COUNT_CAP, within_s: float | None = None) -> Count:
        return Count(0, exact=False) if cap is None else real(query, cap=cap, within_s=within_s)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "count", count)


def expected() -> int:
    return engine.count_all(parse(get_mission("k2"), [("kp", "12..14")]), within_s=60).value


def pressed(browser: Client) -> object:
    """The answer to the button on a page of results."""
    html = browser.get(f"/search/k2/results?{SEARCH}").content.decode()
    assert "More than 10,000" in html
    action = re.search(r'<form method="post" action="([^"]+)" id="count-all"', html)
    assert action and 'form="count-all">Count every row</button>' in html
    return browser.post(action[1].replace("&amp;", "&"))


def test_a_quick_count_leads_straight_back(browser: Client) -> None:
    response = pressed(browser)
    assert response.status_code == 303  # type: ignore[attr-defined]
    html = browser.get(response["Location"]).content.decode()  # type: ignore[index]
    assert f"{expected():,} K2" in html and "Count every row" not in html


def test_a_long_count_is_a_job_that_leads_back(browser: Client, slow: None) -> None:
    address = pressed(browser)["Location"]  # type: ignore[index]
    assert address.startswith("/jobs/")
    page = browser.get(address)
    html = page.content.decode()
    assert page.status_code == 200 and "no-store" in page["Cache-Control"] and "noindex" in page["X-Robots-Tag"]
    assert '<h2 id="job-t">Waiting</h2>' in html and "<progress" in html and "Look again" in html
    assert "http-equiv" not in html and "2 to" not in html
    job = Job.take("me")
    assert job is not None
    assert "Running" in browser.get(address).content.decode()
    runner.run(job)
    html = browser.get(address).content.decode()
    assert f"There are {expected():,} K2" in html and "data-hx-trigger" not in html and "Cancel" not in html
    back = re.search(r'href="([^"]+)">Back to the search', html)
    assert back and "sort=-kp" in back[1] and "count=exact" in back[1]
    html = browser.get(back[1].replace("&amp;", "&")).content.decode()
    assert f"{expected():,} K2" in html


def test_a_program_counts_too(kept: None, slow: None) -> None:
    program = Client(headers={"Accept": "application/json"})
    response = program.post(f"/search/k2/count?{SEARCH}")
    assert response.status_code == 202 and response.json()["state"] == WAITING
    job = Job.take("me")
    assert job is not None
    runner.run(job)
    told = program.get(response["Location"]).json()
    assert (told["state"], told["result"]) == (DONE, {"count": expected()})
    assert program.post(f"/search/k2/count?{SEARCH}").status_code == 200


def test_scripts_hear_only_news(browser: Client, slow: None) -> None:
    address = pressed(browser)["Location"]  # type: ignore[index]
    poll = re.search(r'data-hx-get="([^"]+)"', browser.get(address).content.decode())
    assert poll
    again = poll[1].replace("&amp;", "&")
    same = browser.get(again, headers={"HX-Request": "true"}).content.decode()
    assert '<p class="vh" id="said" role="status"></p>' in same
    Job.take("me")
    news = browser.get(again, headers={"HX-Request": "true"}).content.decode()
    assert '<p class="vh" id="said" role="status">Running.' in news


def test_cancelling_needs_the_form_s_token(kept: None) -> None:
    job = asking.ask("count", {"mission": "k2", "params": [], "places": []}, "")
    strict = Client(headers=PAGE, enforce_csrf_checks=True)
    refused = strict.post(f"/jobs/{job.token}/cancel")
    assert refused.status_code == 403 and "Nothing was cancelled" in refused.content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', refused.content.decode())
    assert token
    assert strict.post(f"/jobs/{job.token}/cancel", {"csrfmiddlewaretoken": token[1]}).status_code == 303
    job.refresh_from_db()
    assert job.state == CANCELLED
    assert "It was cancelled" in strict.get(f"/jobs/{job.token}").content.decode()


def test_a_job_that_others_wait_for_goes_on(browser: Client) -> None:
    for _reader in range(2):
        job = asking.ask("count", {"mission": "k2", "params": [], "places": []}, "")
    assert "goes on for them" in browser.post(f"/jobs/{job.token}/cancel").content.decode()


def test_a_file_is_given_to_who_has_the_address(browser: Client) -> None:
    job = asking.note("count", {"mission": "k2", "params": [], "places": []}, "", Outcome("A file."))
    Job.objects.filter(token=job.token).update(file="rows.csv")
    folder_of(job).mkdir(parents=True)
    (folder_of(job) / "rows.csv").write_text("a\n1\n")
    assert "Download rows.csv, 4\xa0bytes" in browser.get(f"/jobs/{job.token}").content.decode()
    response = browser.get(f"/jobs/{job.token}/file")
    assert b"".join(response.streaming_content) == b"a\n1\n"  # type: ignore[attr-defined]
    assert 'filename="rows.csv"' in response["Content-Disposition"]


@pytest.mark.parametrize("name", ["nothing-of-the-kind-00", "nothing%00"])
@pytest.mark.parametrize("end", ["", ".json", "/file"])
def test_no_such_job(browser: Client, end: str, name: str) -> None:
    response = browser.get(f"/jobs/{name}{end}")
    assert response.status_code == 404 and "No background job has this address" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search/k2/count?kp=abc", 400),
        ("/search/hts/count", 404),
        ("/search/k2/count?target=no+such+star+at+all", 400),
    ],
)
def test_what_cannot_be_counted_is_told(browser: Client, address: str, status: int) -> None:
    assert browser.post(address).status_code == status


def test_a_count_is_not_started_from_elsewhere_nor_by_a_link(browser: Client) -> None:
    assert browser.post("/search/k2/count", headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert browser.get("/search/k2/count").status_code == 405


def test_a_full_queue_is_said(browser: Client, slow: None, settings: object) -> None:
    settings.JOBS_WAITING = 0  # type: ignore[attr-defined]
    response = pressed(browser)
    assert response.status_code == 503 and "takes no background jobs" in response.content.decode()  # type: ignore[attr-defined]


def test_a_job_that_waits_for_long_says_so(browser: Client) -> None:
    job = asking.ask("count", {"mission": "k2", "params": [], "places": []}, "")
    Job.objects.filter(token=job.token).update(created="2020-01-01T00:00:00Z")
    assert "no worker is running" in browser.get(f"/jobs/{job.token}").content.decode()
    assert job.state != RUNNING
