"""The tour: every step is a valid page that stands in a row, and everything to try shows what it says."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from mastsite.guides.tour import STEPS, Step, shown
from mastsite.search.registry import missions
from tests.pages.html import faults, text, tree

STEP = [pytest.param(step, id=step.key) for step in STEPS]


def html(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def address_of(step: Step) -> str:
    return reverse("tour_step", kwargs={"key": step.key})


def test_the_start_lists_every_step(archive: None) -> None:
    page = html("/tour/")
    assert not faults(page)
    links = [item.get("href") for item in tree(page).find(".//main").iter("a")]
    assert links[1:-1] == [address_of(step) for step in STEPS]
    assert links[0] == links[1]


@pytest.mark.parametrize("step", STEP)
def test_a_step_says_which_it_is(archive: None, step: Step) -> None:
    page = html(address_of(step))
    assert not faults(page)
    number = f"Step {STEPS.index(step) + 1} of {len(STEPS)}: {step.title}"
    assert "".join(tree(page).find(".//h1").itertext()) == number
    assert tree(page).find(".//title").text.startswith(number)
    here = [item.get("href") for item in tree(page).iter("a") if item.get("aria-current") == "step"]
    assert here == [address_of(step)]
    assert all(sentence in text(page) for sentence in step.text)


def test_next_and_previous_lead_through_all_steps_and_back(archive: None) -> None:
    def follow(address: str, rel: str) -> list[str]:
        seen = [address]
        while (link := tree(html(seen[-1])).find(f".//a[@rel='{rel}']")) is not None:
            seen.append(link.get("href"))
            if not seen[-1].startswith("/tour/"):
                break
        return seen

    way = [address_of(step) for step in STEPS]
    assert follow(way[0], "next") == [*way, "/tutorials/"]
    assert follow(way[-1], "prev") == way[::-1]


def test_the_last_step_leads_to_every_tutorial(archive: None) -> None:
    links = {item.get("href") for item in tree(html(address_of(STEPS[-1]))).find(".//main").iter("a")}
    assert {f"/tutorials/{slug}/" for slug in missions()} <= links


TRIES = {
    "form": (r"^Hubble observations$",),
    "target": (r"Hubble observations", r"\d+ Hubble observations? found"),
    "operators": (r"Hubble observations", r"Hubble observations"),
    "reading": (r"\d+ Hubble observations? found", r"Hubble observations"),
    "table": (r"\d+ Hubble observations? found", r"\d+ Hubble observations? found", r"Columns of"),
    "copy": (r"API call", r"sci_data_set_name"),
    "nothing": (r"No Hubble observations found", r"Hubble observations"),
    "old": (r"[Rr]etire", r"[Oo]ld"),
}
"""What the page of each link says in its heading; of the file, its first line."""


@pytest.mark.parametrize("step", STEP)
def test_everything_to_try_shows_what_it_says(archive: None, step: Step) -> None:
    assert len(step.tries) == len(TRIES[step.key])
    for item, said in zip(step.tries, TRIES[step.key], strict=True):
        address, _, fragment = item.address(shown()).partition("#")
        page = html(address, 400 if "wide" in address else 200)
        heading = page if ".csv" in address else "".join(tree(page).find(".//h1").itertext())
        assert re.search(said, heading), item.text
        assert not fragment or fragment in {found.get("id") for found in tree(page).iter()}


def test_a_filled_form_is_filled(archive: None) -> None:
    """The boxes that the tour fills hold what its search asks."""
    (condition,) = shown().condition
    for step in STEPS:
        for item in step.tries:
            page = item.address(shown()).partition("#")[0]
            if page.startswith(f"{shown().address('')}?"):
                values = {found.get("name"): found.get("value") for found in tree(html(page)).iter("input")}
                asked = {"target": shown().place, "operators": (condition,), "reading": shown().asked}[step.key]
                assert [values[name] for name, _value in asked] == [value for _name, value in asked]


def test_the_sorted_and_the_narrowed_table(archive: None) -> None:
    sort, columns, _meaning = (item.address(shown()) for item in STEPS[4].tries)
    assert tree(html(sort)).findall(".//th[@aria-sort]")
    heads = [
        item for item in tree(html(columns)).iter("th") if item.get("scope") == "col" and item.find("a") is not None
    ]
    assert [item.find("a").text for item in heads] == ["Dataset", "Target Name"]


def test_a_step_that_is_none(archive: None) -> None:
    assert Client().get("/tour/9/").status_code == 404


def test_the_first_page_and_the_foot_lead_here(archive: None) -> None:
    page = tree(html("/"))
    assert "/tour/" in [item.get("href") for item in page.find(".//main").iter("a")]
    assert {"/tour/", "/tutorials/"} <= {item.get("href") for item in page.find(".//footer").iter("a")}
