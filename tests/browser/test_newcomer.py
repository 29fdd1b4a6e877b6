"""A newcomer's first ten minutes with the keyboard alone: from the list of missions to a table in astropy.

The walk of ``docs/research/newcomer-walk.md``. Each step has a budget of keys that are not typed text; a change of a page
that costs keys fails here, and must be argued for by a higher budget.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from astropy.table import Table

from tests.a11y.walker import Keyboard

BUDGET = {
    "find the form": 6,  # the links to the tour and to all missions at once stand before the list: whoever is new meets them first
    "search": 20,
    "narrow": 12,
    "sort": 12,
    "choose columns": 17,
    "open a record": 7,
    "go back": 4,
    "copy the Python": 13,
    "export a VOTable": 7,
}

CELLS = """(table, label) => {
  const head = [...table.tHead.rows[0].cells].find(cell => cell.textContent.trim().startsWith(label));
  return [...table.tBodies[0].rows].map(row => row.cells[head.cellIndex].innerText.trim());
}"""


@contextmanager
def step(walker: Keyboard, name: str) -> Iterator[None]:
    before = walker.keys
    yield
    took = walker.keys - before
    print(f"{name}: {took} keys")
    assert took <= BUDGET[name], f"to {name} takes {took} keys, and {BUDGET[name]} are its budget: {walker.transcript}"


def skip(walker: Keyboard, place: str, to: str) -> None:
    """By the skip link of that name, and from there to `to`, which may have the focus at once."""
    walker.tab_to(f"Skip to {place}")
    said = walker.press("Enter")
    if not any(words.startswith(to) for words in said):
        walker.tab_to(to)


def heading(page: Any) -> str:
    return str(page.locator("h1").inner_text())


def number(page: Any) -> int:
    found = re.match(r"[\d,]+", heading(page))
    assert found, heading(page)
    return int(found[0].replace(",", ""))


def column(page: Any, label: str) -> list[str]:
    """The cells of a column of the table of results."""
    return [str(text) for text in page.locator("table#results").evaluate(CELLS, label)]


def test_a_newcomer_finds_spectra_near_m31_before_2000(
    page: Any, javascript: bool, live_address: str, tmp_path: Path
) -> None:
    walker = Keyboard(page)

    with step(walker, "find the form"):
        walker.go("/")
        skip(walker, "main content", "HST")
        walker.follow()
    assert heading(page) == "Hubble observations"

    with step(walker, "search"):
        skip(walker, "search form", "Target")
        walker.type("m 31")
        walker.tab_to("Start Time")
        walker.type("before 2000")
        walker.tab_to("Obs Type")
        walker.type("spectrum")
        walker.follow()
    first = number(page)
    asked = page.locator(".lead").inner_text()
    for words in ("M 31", "before 2000", "SPECTRUM"):
        assert words.casefold() in asked.casefold(), asked

    with step(walker, "narrow"):
        skip(walker, "main content", "Change this search")
        walker.follow()
        walker.tab_to("Instrument")
        walker.type("STIS")
        walker.follow()
    assert 0 < number(page) < first
    rows = number(page)

    with step(walker, "sort"):
        skip(walker, "results table", "Exp Time")
        walker.follow()
    times = [float(text.replace(",", "")) for text in column(page, "Exp Time")]
    assert times == sorted(times, reverse=True) and len(times) == rows

    with step(walker, "choose columns"):
        if javascript:  # the table alone was renewed, and the focus is still at the heading
            walker.tab_to("Columns and sort", "Shift+Tab")
        else:
            skip(walker, "main content", "Columns and sort")
        walker.press("Enter")
        walker.tab_to("Add columns")
        walker.type("Target Descrip")
        walker.follow()
    assert column(page, "Target Descrip")
    assert [float(text.replace(",", "")) for text in column(page, "Exp Time")] == times

    results = page.url
    with step(walker, "open a record"):
        walker.go(results)  # from its top, as whoever comes by a bookmark
        name = page.locator("#results tbody th[scope=row]").first.inner_text()
        skip(walker, "the first row", f"Select {name}")
        assert walker.press("Tab") == [name]
        walker.follow()
    assert heading(page) == name

    with step(walker, "go back"):
        skip(walker, "main content", "Back to the results")
        walker.follow()
    assert number(page) == rows
    shown = column(page, "Dataset")
    assert [float(text.replace(",", "")) for text in column(page, "Exp Time")] == times

    with step(walker, "copy the Python"):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        walker.go(results)
        skip(walker, "main content", "Copy as API")
        walker.press("Enter")
        walker.tab_to("Python, astroquery")
        walker.press("Enter")
        if javascript:
            walker.tab_to("Copy")
            walker.press("Enter")
            page.wait_for_function("document.getElementById('said').textContent === 'Copied'")
        else:
            walker.tab_to("Python, astroquery. ")
            walker.press("Control+a", "Control+c")
        program = str(page.evaluate("navigator.clipboard.readText()"))

    with step(walker, "export a VOTable"):
        walker.go(results)
        skip(walker, "downloads", "VOTable")
        with page.expect_download() as coming:
            walker.press("Enter")
        coming.value.save_as(tmp_path / "rows.vot")

    assert live_address in program
    last = "\nprint('identifiers', *rows['sci_data_set_name'])"
    done = subprocess.run([sys.executable, "-c", program + last], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    copied = done.stdout.splitlines()[-1].split()[1:]
    table = Table.read(tmp_path / "rows.vot", format="votable")
    assert copied == list(table["sci_data_set_name"]) == shown
    assert list(table["sci_actual_duration"]) == times
    assert set(table["sci_instrume"]) == {"STIS"} and max(table["sci_start_time"]) < "2000"
