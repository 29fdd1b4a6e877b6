"""The Nu Html Checker: every page is valid HTML, and the few warnings are known."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from tests.a11y.pages import PAGES, Page
from tests.a11y.record import Record
from tests.a11y.rules import vnu
from tests.a11y.rules.installed import tool, version
from tests.conftest import missing

pytestmark = pytest.mark.usefixtures("archive")

WHAT = "The Nu Html Checker finds no error in the HTML."
PLANTED = "a planted page with faults"
FAULTY = "<!doctype html><title>Faulty</title><img src=a.png><p id=a>One<p id=a>Two"
KNOWN_WARNINGS = {
    "Duplicate “dt” name": "lists with a term for each of several: targets that were read, missions loaded on one day",
    "The first occurrence of “dt” name": "the second half of the same remark",
}
"""Warnings that are meant: the beginning of each sentence, and why."""


def html_of(page: Page) -> str:
    if page.made:
        return page.made(RequestFactory().get(page.address)).content.decode()
    address, status = page.found()
    response = Client(headers={"Accept": "text/html"}).get(address)
    assert response.status_code == status, f"{address} answers {response.status_code}"
    return response.getvalue().decode()


@pytest.fixture(scope="module")
def remarks(
    archive: None, tmp_path_factory: pytest.TempPathFactory, run_record: Record
) -> list[tuple[str, vnu.Remark]]:
    """Every remark of one run over all pages, with the page's name."""
    jar = tool("vnu-jar", "build/dist/vnu.jar")
    if not jar or not shutil.which("java"):
        missing("validity of HTML; install Java, run `python -m tests.a11y.rules.installed` and run again")
    assert isinstance(jar, Path)
    folder = tmp_path_factory.mktemp("pages")
    names = {"planted.html": PLANTED}
    (folder / "planted.html").write_text(FAULTY, encoding="utf-8")
    for place, page in enumerate(PAGES):
        file = f"{place:03}-{re.sub(r'[^a-z0-9]+', '-', page.name.lower())}.html"
        (folder / file).write_text(html_of(page), encoding="utf-8")
        names[file] = page.name
    found = [(names[remark.file], remark) for remark in vnu.check(jar, folder)]
    run_record.tool("Nu Html Checker", version("vnu-jar"))
    failures = len(_errors(found))
    run_record.check("Nu Html Checker", WHAT, pages=[page.name for page in PAGES], failures=failures)
    return found


def _errors(found: list[tuple[str, vnu.Remark]]) -> list[tuple[str, str, str]]:
    """Errors, and whatever else is no warning, such as a file that cannot be read."""
    return [
        (name, remark.sentence, remark.extract)
        for name, remark in found
        if remark.kind not in ("warning", "info") and name != PLANTED
    ]


def test_no_page_has_an_error(remarks: list[tuple[str, vnu.Remark]]) -> None:
    wrong = _errors(remarks)
    assert not wrong, _told(wrong)


def test_every_warning_is_known(remarks: list[tuple[str, vnu.Remark]]) -> None:
    warnings = [
        (name, remark.sentence, remark.extract)
        for name, remark in remarks
        if remark.kind in ("warning", "info") and name != PLANTED
    ]
    unknown = [one for one in warnings if not one[1].startswith(tuple(KNOWN_WARNINGS))]
    assert not unknown, _told(unknown)


def _told(wrong: list[tuple[str, str, str]]) -> str:
    """Each sentence once, with the pages that it is said of and the HTML of the first."""
    sentences = dict.fromkeys(sentence for _name, sentence, _extract in wrong)
    lines = []
    for sentence in sentences:
        same = [one for one in wrong if one[1] == sentence]
        lines.append(f"{sentence} On {', '.join(dict.fromkeys(one[0] for one in same))}: {same[0][2]}")
    return "\n".join(lines)


def test_the_checker_can_fail(remarks: list[tuple[str, vnu.Remark]]) -> None:
    assert len([remark for name, remark in remarks if name == PLANTED and remark.kind == "error"]) >= 2
