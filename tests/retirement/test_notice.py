"""The notice: hidden and shown without JavaScript, one at most, short beside errors, safe in caches."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from tests.pages.html import faults, text, tree
from tests.retirement.conftest import AtDay

FORM = "/old/search.php?target=m+31"
DEPRECATED, LAST_CALL = date(2027, 3, 1), date(2027, 9, 20)


def post_form(browser: Client, address: str) -> tuple[str, dict[str, str]]:
    """Where the form of the notice posts to and what, read off the page as a browser would."""
    page = tree(browser.get(address).content.decode())
    form = next(item for item in page.iter("form") if item.get("class") == "dismiss")
    assert form.get("method") == "post"
    return form.get("action") or "", {
        str(item.get("name")): item.get("value") or "" for item in form.iter("input") if item.get("type") == "hidden"
    }


def test_hiding_and_showing(browser: Client, on_day: AtDay) -> None:
    on_day(DEPRECATED)
    first = browser.get(FORM)
    assert not first.cookies and "Show retirement notices" not in first.content.decode()
    action, fields = post_form(browser, FORM)
    hidden = browser.post(action, fields, headers={"Origin": "http://testserver"})
    assert hidden.status_code == 303 and hidden["Location"] == f"{FORM}#search"
    cookie = hidden.cookies["retirement"]
    assert cookie.value == "old-form.deprecated" and cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 30 * 86400
    after = browser.get(FORM)
    html = after.content.decode()
    assert 'id="ret-t"' not in html and faults(html) == [] and after["Deprecation"]
    assert 'id="ret-t"' in browser.get("/plain/page").content.decode()  # another page's notice
    show = re.search(r'href="(/retirements/show[^"]*)"', html)
    assert show
    shown = browser.get(show[1].replace("&amp;", "&"))
    assert shown.status_code == 303 and shown["Location"] == FORM
    assert 'id="ret-t"' in browser.get(FORM).content.decode()


def test_a_new_stage_shows_again_and_the_last_one_stays(browser: Client, on_day: AtDay) -> None:
    on_day(date(2026, 12, 1))
    action, fields = post_form(browser, FORM)
    browser.post(action, fields)
    assert 'id="ret-t"' not in browser.get(FORM).content.decode()
    on_day(DEPRECATED)
    assert 'id="ret-t"' in browser.get(FORM).content.decode()
    on_day(LAST_CALL)
    html = browser.get(FORM).content.decode()
    assert 'id="ret-t"' in html and "Hide this notice" not in html
    assert not browser.post(action, fields).cookies  # nothing to hide any more
    assert 'id="ret-t"' in browser.get(FORM).content.decode()


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://["}],
    ids=["origin", "null", "fetch", "broken"],
)
def test_another_site_cannot_hide_it(browser: Client, on_day: AtDay, headers: dict[str, str]) -> None:
    on_day(DEPRECATED)
    response = browser.post("/retirements/old-form/dismiss", {"back": FORM}, headers=headers)
    assert response.status_code == 403 and not response.cookies


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "\n/x", "http:///x"],
)
def test_hiding_leads_nowhere_else(browser: Client, on_day: AtDay, back: str) -> None:
    on_day(DEPRECATED)
    response = browser.post("/retirements/old-form/dismiss", {"back": back})
    assert response["Location"] == "/retirements/old-form/#search"
    assert browser.get("/retirements/show", {"back": back})["Location"] == "/retirements/"


def test_a_cookie_of_nonsense_is_no_cookie(browser: Client, on_day: AtDay) -> None:
    on_day(DEPRECATED)
    browser.cookies["retirement"] = "x" * 3000 + ":<script>:old-form.deprecated.more"
    assert 'id="ret-t"' in browser.get(FORM).content.decode()


def test_the_error_summary_wins(browser: Client, on_day: AtDay) -> None:
    on_day(DEPRECATED)
    html = browser.get("/old/search.php?bad=1").content.decode()
    assert html.count('id="ret-t"') == 1 and "Hide this notice" not in html and "What instead" not in html
    assert "This form retires on 1 October 2027" in text(html) and faults(html) == []


def test_it_is_a_region_with_a_heading_and_no_alert(browser: Client, on_day: AtDay) -> None:
    on_day(DEPRECATED)
    page = tree(browser.get(FORM).content.decode())
    notice = next(item for item in page.iter("section") if item.get("class") == "notice")
    assert notice.get("aria-labelledby") == "ret-t" and notice.get("role") is None
    order = [term.text for term in notice.iter("dt")]
    assert order == ["Why", "When", "What instead"]
    links = ["".join(link.itertext()) for link in notice.iter("a")]
    assert links == [
        "Put the date in your calendar", "Open this search in the new form", "What changes for users of Old form",
    ]  # fmt: skip


def test_caches_keep_no_notice_of_another_day(browser: Client, on_day: AtDay) -> None:
    on_day(date(2026, 1, 1))
    before = browser.get(FORM)
    assert before["ETag"] == '"same"' and before["Cache-Control"] == "public, max-age=999999999"
    assert "Cookie" not in before.get("Vary", "")
    on_day(DEPRECATED)
    after = browser.get(FORM, headers={"If-None-Match": '"same"'})
    assert after.status_code == 200 and "ETag" not in after
    assert after["Cache-Control"] == f"public, max-age={12 * 3600}"  # it is noon: the count of days changes at midnight
    assert {"Cookie", "X-As-Of"} <= set(after["Vary"].split(", "))
    preview = browser.get(f"{FORM}&as-of=2027-10-01")
    assert preview["Cache-Control"] == "private, no-store"
    on_day(date(2027, 10, 1))
    assert browser.get(FORM)["Cache-Control"] == "no-cache"  # so that a rollback reaches every browser


def test_pages_that_do_not_retire_are_untouched(browser: Client, on_day: AtDay) -> None:
    on_day(DEPRECATED)
    response = browser.get("/help/operators?as-of=2027-10-01")
    assert response.status_code == 200 and not {"Deprecation", "Sunset", "X-As-Of"} & set(response.headers)


def test_a_page_without_templates_of_ours_gets_it_too(browser: Client, on_day: AtDay) -> None:
    on_day(DEPRECATED)
    html = browser.get("/plain/page").content.decode()
    assert html.index('<body class="x">') < html.index("ret-t") < html.index("<h1>page")
    assert "ret-t" not in browser.get("/plain/page", headers={"HX-Request": "true"}).content.decode()
