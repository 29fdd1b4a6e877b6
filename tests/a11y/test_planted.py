"""Each planted defect is noticed: what the reader says on the sound page, it does not say on the other one."""

from __future__ import annotations

import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from mastsite.server import command
from tests.a11y.orca import lacking
from tests.a11y.planted import DEFECTS, NAMED_BY, Defect
from tests.a11y.record import Record
from tests.a11y.rules.installed import tool
from tests.a11y.walker import Reader
from tests.conftest import ROOT, _wait_for, free_port, missing
from tests.environment import TEST_DATA
from tests.pages.html import faults

AXE = """async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
    "best-practice"]})).violations.map(rule => rule.id)"""


@contextmanager
def server(defect: Defect) -> Iterator[str]:
    """The address of a server of the test build."""
    port = free_port()
    environment = {**os.environ, NAMED_BY: defect.name, "DJANGO_SETTINGS_MODULE": "tests.a11y.planted_settings"}
    argv = command("127.0.0.1", port, workers=1, threads=4)
    with (TEST_DATA / f"planted-{port}.log").open("wb") as log:
        process = subprocess.Popen(argv, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def page(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        if error.code == 500:
            pytest.fail(error.read().decode())
        return error.read().decode()


def notices(defect: Defect, site: str) -> str:
    """What the listener misses on that page; "" when all is heard."""
    reader = Reader(site)
    try:
        defect.listen(reader)
    except AssertionError as error:
        return str(error)
    finally:
        reader.close()
    return ""


@pytest.mark.parametrize("defect", DEFECTS.values(), ids=DEFECTS)
def test_a_planted_defect_is_noticed(defect: Defect, live_address: str, chromium: object, run_record: Record) -> None:
    if tools := lacking():
        missing(f"planted defects; install {', '.join(tools)} and run again")
    with server(defect) as planted:
        sound, faulty = page(live_address + defect.address), page(planted + defect.address)
        with ThreadPoolExecutor(2) as pool:
            as_should_be, as_planted = pool.map(notices, (defect, defect), (live_address, planted))
        by = ["Orca"] if as_planted else []
        if set(faults(faulty)) - set(faults(sound)):
            by.append("the rules of HTML")
        if set(rules_broken(chromium, planted + defect.address)):
            by.append("axe-core")
    run_record.defect(defect.name, bool(as_planted), ", ".join(by))
    assert as_should_be == "", "the sound page fails its own check"
    assert as_planted, f"Orca says the same with the defect: {defect.name}"


def rules_broken(chromium: object, address: str) -> list[str]:
    """What axe-core finds, where it is installed."""
    script = tool("axe-core", "axe.min.js")
    if script is None:
        return []
    context = chromium.new_context(bypass_csp=True)  # type: ignore[attr-defined]
    try:
        tab = context.new_page()
        tab.goto(address)
        tab.evaluate(script.read_text(encoding="utf-8"))
        return list(tab.evaluate(AXE))
    finally:
        context.close()


def test_a_defect_that_cannot_be_planted_is_told() -> None:
    for defect in DEFECTS.values():
        with pytest.raises(LookupError, match="was not planted"):
            defect.plant("<!doctype html><title>A page without it</title>")
