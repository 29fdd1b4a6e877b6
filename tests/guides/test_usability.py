"""The pages about usability: the published tasks are the tested ones, the questionnaire scores, every page is sound."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mastsite.freshness import build
from mastsite.guides import run, scale
from mastsite.guides.tasks import tasks
from mastsite.guides.usability import PAGES
from mastsite.search.declare import DeclarationError, Task
from tests.a11y.journeys import JOURNEYS
from tests.guides.records import journey, record, write
from tests.pages.html import faults, tree

GOOD = "&".join(f"q{number}={answer}" for number, answer in enumerate((4, 2, 5, 1, 4, 2, 5, 2, 4, 1), 1))


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Accept": "text/html"})


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def put(content: Any) -> None:
        monkeypatch.setattr(run, "RECORD", write(tmp_path / "run.json", content))

    return put


def said(browser: Client, address: str, status: int = 200) -> str:
    """The words of a page, which must be sound."""
    response = browser.get(address)
    assert response.status_code == status, address
    html = response.content.decode()
    assert faults(html) == [], address
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_every_page(browser: Client, page: Any) -> None:
    html = browser.get(page.address).content.decode()
    assert faults(html) == []
    assert "<script" not in html.partition("</head>")[2]
    here = [item.get("href") for item in tree(html).iter("a") if item.get("aria-current") == "page"]
    assert here == [page.address]
    links = {item.get("href") for item in tree(html).iter("a")}
    assert {other.address for other in PAGES} <= links


def test_every_link_leads_somewhere(browser: Client, archive: None) -> None:
    links = set()
    for page in (*(page.address for page in PAGES), "/accessibility"):
        main = next(tree(browser.get(page).content.decode()).iter("main"))
        links |= {(item.get("href") or "").partition("#")[0] for item in main.iter("a")}
    for link in sorted(links - {""}):
        status = browser.get(link).status_code
        assert status == (400 if "radius=abc" in link else 308 if "as-of=" in link else 200), (link, status)


# the tasks


def test_the_published_tasks_are_the_tested_ones() -> None:
    """In the same words: what a participant is told is what the tests walk."""
    published = {task.name: task.said for task in tasks()}
    tested = {name: " ".join(journey.task.split()) for name, journey in JOURNEYS.items()}
    assert published == tested


def test_the_names_of_tasks() -> None:
    names = [task.name for task in tasks()]
    assert names == [f"T{number:02}" for number in range(len(names))]


@pytest.mark.parametrize(
    ("changed", "what"),
    [({"part": "menu"}, "part"), ({"start": "search"}, "start"), ({"said": ""}, "said"), ({"done": ""}, "done")],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_task_declared_wrongly(changed: dict[str, Any], what: str) -> None:
    with pytest.raises(DeclarationError, match=what):
        Task(**{"name": "T99", "part": "form", "said": "Do it.", "start": "/", "done": "Done.", **changed})


def test_tasks_without_a_record(browser: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run, "RECORD", tmp_path / "none.json")
    words = said(browser, "/usability/tasks")
    assert "no budgets are shown" in words and "not recorded" in words
    for task in tasks():
        assert f"{task.name} {task.said}" in words and task.done in words
    assert "Nothing is recorded" in said(browser, "/usability/measurements")


def test_tasks_with_budgets(browser: Client, recorded: Any) -> None:
    recorded(record(journeys=[journey("T01", keys=12, budget=17)]))
    words = said(browser, "/usability/tasks")
    assert "Start of T01 17" in words and "Start of T02 not recorded" in words


# the measurements


def test_measurements(browser: Client, recorded: Any) -> None:
    other = journey("T77", keys=4, budget=4)
    unheard = journey("T03", keys=8, budget=4) | {"phrases": 0}
    recorded(record(journeys=[journey("T01", keys=12, budget=15), unheard, other]))
    words = said(browser, "/usability/measurements")
    assert "12 of 15 10 of 13 1 2 of 3 1.25" in words
    assert "8 of 4 10 of 13 1 not heard 0.50" in words
    assert "T77 As the journey says it. (no published task any more)" in words
    assert "not in the record" in words
    assert "abcdef012345" in words and build() in words


def test_measurements_of_this_build(browser: Client, recorded: Any) -> None:
    recorded(record(build=build()))
    assert "That is the build you are reading" in said(browser, "/usability/measurements")


# the questionnaire


def test_the_questionnaire_is_complete(browser: Client) -> None:
    words = said(browser, "/usability/sus")
    assert "John Brooke" in words and "1986" in words
    for number, statement in enumerate(scale.STATEMENTS, 1):
        assert f"{number}. {statement} 1 strongly disagree 2 3 4 5 strongly agree" in words
    html = browser.get("/usability/sus").content.decode()
    radios = [item for item in tree(html).iter("input") if item.get("type") == "radio"]
    assert len(radios) == 50 and not any(item.get("checked") is not None for item in radios)


def test_the_questionnaire_scores(browser: Client) -> None:
    assert "Score: 85.0 of 100" in said(browser, f"/usability/sus?{GOOD}")
    html = browser.get(f"/usability/sus?{GOOD}").content.decode()
    assert "/usability/score?answers=4251425241" in html
    assert html.count("checked") == 10
    assert "Score: 85.0" not in said(browser, "/usability/sus")


def test_the_example_in_words_is_right(browser: Client) -> None:
    assert "4 2 5 1 4 2 5 2 4 1 count 3 3 4 4 3 3 4 3 3 4. Their sum is 34, and the score is 85" in said(
        browser, "/usability/sus"
    )
    assert scale.score((4, 2, 5, 1, 4, 2, 5, 2, 4, 1)) == 85


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q1=4", "Statement 2 has no mark"),
        (GOOD.replace("q3=5", "q3=9"), "Statement 3 has no mark from 1 to 5"),
        (GOOD.replace("q3=5", "q3=five"), "Statement 3 has no mark"),
        (GOOD + "&q11=3", "“q11” is no box of this page"),
        (GOOD.replace("q3=5", "q3=%00%F0"), "Statement 3 has no mark"),
    ],
    ids=["nine missing", "nine", "a word", "one too many", "bytes"],
)
def test_answers_that_cannot_be_scored(browser: Client, query: str, words: str) -> None:
    page = said(browser, f"/usability/sus?{query}", 400)
    assert "There is a problem" in page and words in page and "Nothing was worked out" in page
    assert page.startswith("Error: ")
    assert "Score:" not in page


# scores of several people


def test_scores(browser: Client) -> None:
    words = said(browser, "/usability/score?answers=4251425241%0D%0A3333333333%0D%0A5151515151&succeeded=4&tried=5")
    assert "Mean: 78.3 of 100" in words and "1 4 2 5 1 4 2 5 2 4 1 85.0" in words
    assert "does not tell it apart from the published mean of 68" in words
    assert "Success: 4 of 5, 80 %" in words and "between 36 % and 98 %" in words


@pytest.mark.parametrize(
    ("answers", "compare", "words"),
    [
        ("5151515151%0A5151515151%0A5151515142", "sus", "That is above the published mean of 68"),
        ("1515151515%0A1515151515%0A1515151524", "aus-reader", "That is below the published mean of 56"),
        ("3333333333", "sus", "One participant gives no interval"),
    ],
    ids=["above", "below", "alone"],
)
def test_comparisons(browser: Client, answers: str, compare: str, words: str) -> None:
    assert words in said(browser, f"/usability/score?answers={answers}&compare={compare}")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("answers=333", "Line 1: There are 3 answers and 10 statements"),
        ("answers=abc", "Line 1 has more in it than digits"),
        ("answers=" + "3" * 20_001, "20000"),
        ("compare=best", "“best” is no mean"),
        ("succeeded=4", "How many tried is missing"),
        ("tried=4", "How many succeeded is missing"),
        ("succeeded=five&tried=5", "“five” is no whole number"),
        ("succeeded=9&tried=5", "9 of 5 participants"),
        ("succeeded=-1&tried=5", "“-1” is no whole number"),
        ("succeeded=1&tried=99999999", "at most 6"),
        ("page=2", "“page” is no box of this page"),
        ("succeeded=%D9%A3&tried=5", "is no whole number"),
    ],
    ids=lambda value: value[:24],
)
def test_scores_that_cannot_be_worked_out(browser: Client, query: str, words: str) -> None:
    page = said(browser, f"/usability/score?{query}", 400)
    assert "There is a problem" in page and words in page, page


# findings


def test_the_form_of_a_finding(browser: Client) -> None:
    words = said(browser, "/usability/findings")
    for title in ("Summary", "Observations", "Affected groups", "Recommendation", "Method", "The journey that fails"):
        assert f"## {title}" in words, title


def test_a_site_without_its_documents(browser: Client, settings: Any, tmp_path: Path) -> None:
    settings.ROOT = tmp_path
    assert "is not installed here" in said(browser, "/usability/findings")
