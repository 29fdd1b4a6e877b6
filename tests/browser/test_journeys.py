"""What a visitor does, done: search, sort, open a record, go back, leave with a file and with the API call."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest


def heading(page: Any) -> str:
    return str(page.locator("h1").inner_text())


def test_a_first_search_from_the_index_to_a_file(page: Any, live_address: str, tmp_path: Path) -> None:
    page.goto("/")
    page.get_by_role("link", name="HST", exact=True).click()
    page.get_by_label("Target", exact=True).fill("m 31")
    page.locator("input[name=radius]").fill("5")
    page.locator("input[name=sci_instrume]").fill("STIS, FOC")
    page.get_by_role("button", name="Search").first.click()
    page.wait_for_url(re.compile("/search/hst/results"))
    assert re.match(r"\d+ Hubble observations", heading(page))
    text = page.locator("main").inner_text()
    assert "STIS or FOC" in text
    assert "M 31" in text
    total = int(re.match(r"\d+", heading(page))[0])  # type: ignore[index]

    page.locator("#results thead").get_by_role("link", name=re.compile("Start Time")).click()
    page.wait_for_url(re.compile("sort="))
    assert page.locator("#results th[aria-sort]").get_attribute("aria-sort") == "ascending"
    first = page.locator("#results tbody th[scope=row]").first.inner_text()

    page.locator("#results tbody th[scope=row] a").first.click()
    page.wait_for_url(re.compile("/dataset/"))
    assert first in page.locator("main").inner_text()
    page.go_back()
    page.wait_for_url(re.compile("sort="))
    assert page.locator("#results tbody th[scope=row]").first.inner_text() == first

    page.get_by_role("link", name=re.compile("Change this search")).click()
    assert page.locator("input[name=sci_instrume]").input_value() == "STIS, FOC"
    assert page.locator("input[name=target]").input_value() == "m 31"
    page.go_back()

    page.locator("summary", has_text="Download").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^CSV")).first.click()
    download.value.save_as(tmp_path / "rows.csv")
    lines = [line for line in (tmp_path / "rows.csv").read_text().splitlines() if line and not line.startswith("#")]
    assert len(lines) == total + 1


def test_the_keyboard_alone_searches(page: Any) -> None:
    page.goto("/search/hst/")
    target = page.locator("input[name=target]")
    for _key in range(30):
        page.keyboard.press("Tab")
        if target.evaluate("box => box === document.activeElement"):
            break
    page.keyboard.type("m 31")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/results"))
    assert "Hubble observations" in heading(page)


def test_nothing_found_names_the_condition_to_blame_and_a_way_out(page: Any) -> None:
    page.goto("/search/hst/results?target=m+31&radius=5&sci_instrume=STIS&sci_start_time=>2020")
    assert heading(page).startswith("No ")
    assert "Start Time" in page.locator(".lead").inner_text()
    page.get_by_role("link", name=re.compile("without it", re.IGNORECASE)).last.click()
    page.wait_for_load_state()
    assert "Hubble observations" in heading(page)


def test_pages_turn_forwards_and_back(page: Any) -> None:
    page.goto("/search/k2/results?kp=12..14&max_rpp=25")
    seen = [page.locator("#results tbody th[scope=row]").first.inner_text()]
    for _turn in range(3):
        before = page.url
        page.locator(".pager").first.get_by_role("link", name=re.compile("^Next")).click()
        page.wait_for_url(lambda url, before=before: url != before)
        page.wait_for_load_state()
        seen.append(page.locator("#results tbody th[scope=row]").first.inner_text())
    assert len(set(seen)) == 4
    before = page.url
    page.locator(".pager").first.get_by_role("link", name=re.compile("^Previous")).click()
    page.wait_for_url(lambda url: url != before)
    page.wait_for_load_state()
    assert page.locator("#results tbody th[scope=row]").first.inner_text() == seen[2]


@pytest.mark.parametrize("javascript", [True], indirect=True)
def test_the_snippets_follow_the_boxes(page: Any) -> None:
    page.goto("/search/hst/")
    page.locator("input[name=sci_pep_id]").fill("8059")
    from playwright.sync_api import expect

    expect(page.locator("textarea[readonly]").first).to_have_value(re.compile("8059"))
