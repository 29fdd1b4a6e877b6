"""What an operator does without a deploy: every page, header and feed follows, and one action takes it back."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from mastsite.retirement import registry
from mastsite.retirement.models import Change, OldPage
from tests.pages.html import faults, text
from tests.retirement.conftest import AtDay

FORM = "/old/search.php?target=m+31"
TODAY = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def _day(on_day: AtDay) -> None:
    on_day(TODAY)


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("retirement", *words, stdout=out)
    return out.getvalue()


def seen(browser: Client, address: str = FORM) -> tuple[int, dict[str, str], bytes]:
    response = browser.get(address)
    return (
        response.status_code,
        {name: value for name, value in response.items() if name != "X-Request-ID"},
        response.content,
    )


def test_later_freely(browser: Client) -> None:
    assert "2028-03-01" in run(
        "move", "old-form", "--sunset", "2028-03-01", "--reason", "AAS asked for it", "--by", "ops"
    )
    response = browser.get(FORM)
    assert response["Sunset"] == "Wed, 01 Mar 2028 00:00:00 GMT" and b"in 366 days" in response.content
    page = text(browser.get("/retirements/old-form/").content.decode())
    assert "Sunset_at" not in page and "Sunset moved from 2027-10-01 to 2028-03-01. AAS asked for it" in page
    event = next(
        event for event in icalendar.Calendar.from_ical(browser.get("/retirements/old-form.ics").content).walk("VEVENT")
        if str(event["SUMMARY"]) == "Old form retires"
    )  # fmt: skip
    assert event["SEQUENCE"] == 1 and event.decoded("DTSTART") == date(2028, 3, 1)
    assert "AAS asked for it" in browser.get("/retirements/old-form.atom").content.decode()
    assert browser.get("/retirements/hst.json").json()["retirements"][0]["sunset_at"] == "2028-03-01"
    assert browser.get(f"{FORM}&as-of=2027-10-01").status_code == 200


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--sunset", "2027-09-01"), "sunset would be earlier than announced; give a new announcement"),
        (("--sunset", "2027-08-01", "--announce", "2027-03-01"), "choose 2027-09-01 or later"),
        (
            ("--sunset", "2027-09-15", "--announce", "2027-02-01"),
            "the new announcement is on 2027-02-01, which is past",
        ),
        (("--sunset", "2030-01-01"), "the wrong way round"),
        (("--deprecated", "2027-06-01"), "choose 2027-12-01 or later"),
        (("--announced", "2026-12-01"), "which cannot be undone"),
        ((), "no date is changed"),
        (("--sunset", "2027-12-01", "--reason", " "), "The reason is missing"),
        (("--sunset", "2027-12-01", "--by", " "), "It is not said who does this"),
    ],
    ids=lambda item: "-".join(item)[:40] if isinstance(item, tuple) else "",
)
def test_refused_moves(browser: Client, words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError) as error:
        run("move", "old-form", "--reason", "because of it", "--by", "ops", *words)
    assert sentence in str(error.value)
    assert not Change.objects.exists()


def test_earlier_with_a_new_announcement(browser: Client) -> None:
    run(
        "move",
        "old-form",
        "--sunset",
        "2027-09-01",
        "--announce",
        "2027-03-01",
        "--reason",
        "a hole in it",
        "--by",
        "ops",
    )
    assert browser.get(f"{FORM}&as-of=2027-09-01").status_code == 308
    assert "announced anew on 2027-03-01" in browser.get("/retirements/old-form/").content.decode()


def test_unreadable_words(browser: Client) -> None:
    for words in (
        ("move", "nothing", "--sunset", "2028-01-01"),
        ("rollback", "nothing"),
        ("undo", "nothing"),
        ("undo", "plain"),
    ):
        with pytest.raises(CommandError) as error:
            run(*words, "--reason", "because of it", "--by", "ops")
        assert "There is no retirement 'nothing'. There are: old-form" in str(error.value) or "could be undone" in str(
            error.value
        )
    with pytest.raises(CommandError, match="no day; type one"):
        run("move", "old-form", "--sunset", "soon", "--reason", "because of it")


@pytest.mark.parametrize("address", [FORM, "/old/search.php?outputformat=CSV", "/old/api/rows", "/plain/page"])
def test_rollback_is_one_action_and_exact(browser: Client, on_day: AtDay, address: str) -> None:
    on_day(date(2026, 11, 1))
    before = seen(browser, address)
    assert before[0] == 200 and "Deprecation" not in before[1]
    on_day(date(2028, 3, 1))
    after = 410 if "CSV" in address else 308
    assert seen(browser, address)[0] == after
    id = {"/old/api/rows": "old-api", "/plain/page": "plain"}.get(address, "old-form")
    run("rollback", id, "--reason", "rows were missing", "--by", "ops")
    assert seen(browser, address) == before
    page = text(browser.get(f"/retirements/{id}/").content.decode())
    assert "On hold" in page and "rows were missing" in page
    calendar = icalendar.Calendar.from_ical(browser.get(f"/retirements/{id}.ics").content)
    assert {str(event["STATUS"]) for event in calendar.walk("VEVENT")} == {"CANCELLED"}
    run("undo", id, "--reason", "rows are back", "--by", "ops")
    assert seen(browser, address)[0] == after
    assert "rows are back" in browser.get(f"/retirements/{id}/").content.decode()


def test_no_rollback_of_what_is_archived_or_on_hold(browser: Client, on_day: AtDay) -> None:
    run("rollback", "old-form", "--reason", "rows were missing", "--by", "ops")
    for words, sentence in (
        (("rollback", "old-form"), "rolled back already"),
        (("move", "old-form", "--sunset", "2028-01-01"), "undo that before"),
    ):
        with pytest.raises(CommandError, match=sentence):
            run(*words, "--reason", "once more please", "--by", "ops")
    on_day(date(2029, 10, 1))
    with pytest.raises(CommandError, match="is archived"):
        run("rollback", "plain", "--reason", "too late now", "--by", "ops")


def test_undoing_a_move_may_not_bring_the_end_nearer(browser: Client) -> None:
    run("move", "old-form", "--sunset", "2028-03-01", "--reason", "AAS asked for it", "--by", "ops")
    with pytest.raises(CommandError, match="Use move with a new announcement"):
        run("undo", "old-form", "--reason", "not after all", "--by", "ops")


def test_a_change_saved_by_other_hands_is_checked_too(browser: Client) -> None:
    with pytest.raises(ValidationError, match="the wrong way round"):
        Change(
            record_id="old-form", sunset_at=date(2031, 1, 1), reason="a mistake", by="x", made_at=timezone.now()
        ).save()


def test_list_and_show(browser: Client) -> None:
    assert "old-form" in run("list") and run("list", "--as-of", "2027-10-01").count("sunset") == 2
    assert "/old/search.php" in run("show", "old-form")
    assert run("check") == "3 retirements are whole, and their successors answer.\n"


PAGE = """
id = "wiki"
pattern = "/wiki/**"
title = "Old wiki"
announced = 2027-03-01
deprecated_at = 2027-04-01
sunset_at = 2027-11-01
archived_at = 2028-11-01
why = "Nobody writes it any more."
better = "The help is tested with the software."
lost = "The talk pages are lost."
successor = "/help/operators"
successor_title = "the help"
contact = "ops@example.org"
"""


def register(tmp_path: Path, page: str = PAGE) -> str:
    (tmp_path / "page.toml").write_text(page)
    return run("register", str(tmp_path / "page.toml"), "--by", "ops")


def test_a_page_of_another_site(browser: Client, tmp_path: Path) -> None:
    assert "Old wiki" in register(tmp_path)
    fragment = browser.get("/retirements/fragment", {"path": "/wiki/Some/Page?x=1"})
    html = fragment.content.decode()
    assert fragment.status_code == 200 and html.startswith("<section") and "Old wiki" in html and fragment["Sunset"]
    assert (
        "<html" not in html
        and faults(f"<!doctype html><html lang=en><title>x</title><main><h1>x</h1></main>{html}") == []
    )
    assert 'name="back" value="/wiki/Some/Page?x=1"' in html
    check = browser.get("/retirements/check", headers={"X-Original-URI": "/wiki/Some/Page"})
    assert check.status_code == 204 and check["Deprecation"] and check["X-Retirement-State"] == "announced"
    later = browser.get("/retirements/check?path=/wiki/Some/Page", headers={"X-As-Of": "2027-11-01"})
    assert later.status_code == 403 and later["X-Retirement-State"] == "sunset"
    assert browser.get("/wiki/Some/Page?as-of=2027-11-01")["Location"] == "/help/operators"
    assert browser.get("/retirements/fragment", {"path": "/elsewhere"}).status_code == 204
    assert "Old wiki" in browser.get("/retirements/").content.decode()
    assert "no more" in run("unregister", "wiki")
    assert browser.get("/retirements/fragment", {"path": "/wiki/Some/Page"}).status_code == 204


def test_a_day_that_is_none(browser: Client) -> None:
    for asked in ({"path": "/old/search.php", "as-of": "soon"}, {"path": "/old/search.php?as-of=soon"}):
        assert browser.get("/retirements/fragment", asked).status_code == 400
        assert browser.get("/retirements/check", asked).status_code == 403  # the proxy then sends the request here


@pytest.mark.parametrize("path", ["", "wiki", "//evil.example/", "https://evil.example/wiki/", "/\x00"])
def test_a_path_that_is_none(browser: Client, path: str) -> None:
    assert browser.get("/retirements/fragment", {"path": path}).status_code in (400,)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('successor = "/help/operators"', 'successor = "/search/nothing/"', "is answered with status 404"),
        ('successor = "/help/operators"', 'successor = "/nothing"', "leads to no page"),
        ('successor = "/help/operators"', 'successor = "https://evil.example/"', "not on the list of allowed"),
        ('pattern = "/wiki/**"', 'pattern = "/search/**"', "would swallow /search/"),
        ('pattern = "/wiki/**"', 'pattern = "/old/search.php"', "has the same pattern"),
        ("sunset_at = 2027-11-01", "sunset_at = 2027-05-01", "choose 2027-10-01 or later"),
        ("sunset_at = 2027-11-01", 'sunset_at = "soon"', "must be a date"),
        ('id = "wiki"', 'id = "old-form"', "choose another"),
        ('lost = "The talk pages are lost."', 'lost = ""', "lost"),
        ('title = "Old wiki"', 'titel = "Old wiki"', "titel, which is nothing"),
        ('title = "Old wiki"', "title", "cannot be read"),
    ],
)
def test_refused_pages(browser: Client, tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in PAGE
    page = PAGE.replace(old, new)
    with pytest.raises(CommandError) as error:
        register(tmp_path, page)
    assert sentence in str(error.value)
    assert not OldPage.objects.exists()


def test_dates_of_a_registered_page_move_like_others(browser: Client, tmp_path: Path) -> None:
    register(tmp_path)
    with pytest.raises(CommandError, match="move them with a reason"):
        register(tmp_path, PAGE.replace("2027-11-01", "2027-12-01"))
    run("move", "wiki", "--sunset", "2027-12-01", "--reason", "more time needed", "--by", "ops")
    assert registry.find("wiki").record.dates.sunset_at == date(2027, 12, 1)  # type: ignore[union-attr]


def test_without_its_tables_the_declared_dates_hold(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import DatabaseError

    def fails() -> None:
        raise DatabaseError("no such table")

    registry.forget(declarations=True)
    monkeypatch.setattr(registry, "_read", fails)
    response = browser.get(FORM)
    assert response.status_code == 200 and response["Sunset"] == "Fri, 01 Oct 2027 00:00:00 GMT"
