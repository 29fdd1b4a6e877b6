"""The form in which readers say what they would miss: kept for the operator, bounded, refused with a sentence."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client

from mastsite.retirement import feedback
from mastsite.retirement.models import Feedback
from tests.pages.html import faults, text
from tests.retirement.conftest import AtDay
from tests.retirement.records import DATES, FORM

ADDRESS = "/retirements/old-form/feedback"
PAGE = "/retirements/old-form/"


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("retirement", *words, stdout=out)
    return out.getvalue()


def test_it_is_kept_and_shown_to_the_operator_alone(browser: Client, on_day: AtDay) -> None:
    on_day(DATES.deprecated_at)
    typed = "I need the resolver\r\nCFA. <b>é</b>\0"
    sent = browser.post(ADDRESS, {"message": typed, "page": "/old/search.php?resolver=CFA", "website": ""})
    assert (sent.status_code, sent["Location"]) == (303, f"{PAGE}?kept=yes#feedback")
    assert not sent.cookies
    thanks = browser.get(sent["Location"]).content.decode()
    assert "Your message was kept" in thanks and "CFA. " not in thanks and faults(thanks) == []
    [kept] = Feedback.objects.all()
    assert (kept.record_id, kept.day, kept.page) == (FORM.id, DATES.deprecated_at, "/old/search.php?resolver=CFA")
    assert kept.message == "I need the resolver\nCFA. <b>é</b>"
    assert {field.name for field in Feedback._meta.fields} == {"id", "record_id", "day", "message", "page"}
    said = run("feedback")
    assert "    CFA. <b>é</b>" in said and "about /old/search.php?resolver=CFA" in said and "1 messages" in said
    assert run("feedback", "old-api").startswith("0 messages")
    assert "Messages of readers: 1" in run("evidence", FORM.id)
    with pytest.raises(CommandError):
        run("feedback", "nothing")


@pytest.mark.parametrize(
    ("sent", "said", "box"),
    [
        ({}, "The message is empty", "message"),
        ({"message": " \0\r\n "}, "The message is empty", "message"),
        ({"message": "x" * 4001}, "has 4,001 characters, and 4,000 are kept", "message"),
        ({"message": "kept?", "page": "/" * 2001}, "has 2,001 characters", "page"),
        ({"message": "kept?", "website": "http://example.org"}, "that people do not see", "website"),
    ],
    ids=["nothing", "blank", "long", "long-page", "program"],
)
def test_what_is_refused(browser: Client, sent: dict[str, str], said: str, box: str) -> None:
    response = browser.post(ADDRESS, sent)
    html = response.content.decode()
    assert response.status_code == 400 and said in text(html) and faults(html) == []
    assert f'href="#f-{box}"' in html and f'id="f-{box}"' in html
    assert sent.get("message", "").strip(" \0\r\n") in html and not Feedback.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_another_site_cannot_send(browser: Client, headers: dict[str, str]) -> None:
    assert browser.post(ADDRESS, {"message": "spam"}, headers=headers).status_code == 403
    assert not Feedback.objects.exists()


def test_addresses_and_methods(browser: Client) -> None:
    assert browser.get(ADDRESS).status_code == 405
    assert browser.post("/retirements/nothing/feedback", {"message": "x"}).status_code == 404


def test_no_more_than_so_many_a_day(browser: Client, on_day: AtDay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "MOST_A_DAY", 2)
    on_day(DATES.deprecated_at)
    assert [browser.post(ADDRESS, {"message": "x"}).status_code for _ in range(3)] == [303, 303, 503]
    assert Feedback.objects.count() == 2
    on_day(DATES.sunset_at)
    assert browser.post(ADDRESS, {"message": "x"}).status_code == 303


def test_without_a_database(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_words: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(Feedback.objects, "create", fails)
    response = browser.post(ADDRESS, {"message": "what I typed"})
    assert response.status_code == 503 and "what I typed" in response.content.decode()
    assert FORM.contact in response.content.decode()
