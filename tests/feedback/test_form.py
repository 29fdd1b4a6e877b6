"""The form: shown for any page, sent, kept, refused with a reason and with everything that was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError
from django.test import Client, override_settings

from mastsite.feedback import keeping, stamps
from mastsite.feedback.models import Message
from mastsite.freshness import build
from tests.feedback.conftest import NOON, AtMoment, Send
from tests.pages.html import faults, text, tree

SEARCH = "/search/hst/results?target=m+31&radius=5"
FORM = "application/x-www-form-urlencoded"


def shown(response: object, status: int = 200) -> str:
    assert response.status_code == status, response.content[:500]
    html = response.content.decode()
    assert faults(html) == []
    return html


def value_of(html: str, box: str) -> str:
    item = next(item for item in tree(html).iter() if item.get("name") == box)
    if item.tag == "select":
        return next((option.get("value") or "" for option in item if "selected" in option.attrib), "")
    return (item.text or "").removeprefix("\n") if item.tag == "textarea" else item.get("value") or ""


def test_it_says_what_is_sent_along(browser: Client) -> None:
    response = browser.get(f"/feedback?{urlencode({'about': SEARCH})}")
    html = shown(response)
    assert value_of(html, "page") == SEARCH
    assert "Hubble Space Telescope" in text(html) and "Hubble observations within 5 arcmin of m 31." in text(html)
    assert build() in html and "neither your network address" in text(html)
    assert list(response.cookies) == ["csrftoken"] and response.cookies["csrftoken"]["max-age"] == ""
    assert response["Cache-Control"] == "private, no-cache" and "noindex" in response["X-Robots-Tag"]


def test_a_message_is_kept_with_its_search(send: Send, browser: Client) -> None:
    typed = {
        "message": "I typed 5.\r\nIt meant <b>5</b>′ \u05d0\u0301 \U0001f52d\u200d\0\x1b[31m.",
        "kind": "broken",
        "contact": "a@example.org",
    }
    response = send(page=SEARCH, **typed)
    assert response.status_code == 303
    [one] = Message.objects.all()
    assert response["Location"] == f"/feedback/thanks?{urlencode({'reference': one.reference, 'about': SEARCH})}"
    assert one.message == "I typed 5.\nIt meant <b>5</b>′ \u05d0\u0301 \U0001f52d\u200d  [31m."
    assert (one.day, one.kind, one.contact, one.state) == (NOON.date(), "broken", "a@example.org", "new")
    assert (one.page, one.path, one.mission) == (SEARCH, "/search/hst/results", "hst")
    assert one.search == "Hubble observations within 5 arcmin of m 31." and one.build == build()
    thanks = shown(browser.get(response["Location"]))
    assert one.reference in thanks and f'href="{SEARCH.replace("&", "&amp;")}"' in thanks and "I typed" not in thanks


def test_nothing_of_the_sender_is_kept() -> None:
    names = {field.name for field in Message._meta.fields}
    assert names == {
        "id", "reference", "day", "kind", "message", "contact", "page", "path", "mission", "search", "build", "state",
        "note", "stamp", "digest",
    }  # fmt: skip


REFUSED = [
    pytest.param({"message": ""}, "The message is empty", "message", id="empty"),
    pytest.param({"message": " \0\r\n\x07"}, "The message is empty", "message", id="blank"),
    pytest.param({"message": "x" * 4001}, "has 4,001 characters, and 4,000 are kept", "message", id="long"),
    pytest.param({"message": "see http://a.example " * 6}, "6 links to other sites, and 5", "message", id="links"),
    pytest.param({"message": "www.a.example HTTPS://b.example " * 3}, "6 links", "message", id="other-links"),
    pytest.param({"contact": "c" * 201}, "has 201 characters, and 200 are kept", "contact", id="long-contact"),
    pytest.param({"kind": "spam"}, "The kind that was sent is none of the list", "kind", id="kind"),
    pytest.param({"page": "/" + "a" * 2000}, "has 2,001 characters, and 2,000 are kept", "page", id="long-page"),
    pytest.param({"page": "/" + "é" * 400}, "has 2,401 characters", "page", id="long-when-quoted"),
    pytest.param({"page": "//evil.example/"}, "which is no address of this site", "page", id="two-slashes"),
    pytest.param({"page": "/\\evil.example"}, "", "", id="backslash"),
    pytest.param({"page": "///evil.example"}, "no address of this site", "page", id="three-slashes"),
    pytest.param({"page": "https://evil.example/search/hst/"}, "no address of this site", "page", id="elsewhere"),
    pytest.param({"page": "javascript:alert(1)"}, "no address of this site", "page", id="javascript"),
    pytest.param({"page": "http://[evil"}, "no address of this site", "page", id="no-url"),
    pytest.param({"website": "http://spam.example"}, "A box was filled in that people do not see", "", id="trap"),
]


@pytest.mark.parametrize(("parts", "said", "box"), REFUSED)
def test_what_is_refused_is_told_and_not_lost(send: Send, parts: dict[str, str], said: str, box: str) -> None:
    response = send(**parts)
    if not said:  # quoted, it is an odd page of this site
        assert response.status_code == 303 and Message.objects.get().page == "/%5Cevil.example"
        return
    html = shown(response, 400)
    assert said in text(html) and not Message.objects.exists()
    assert "Nothing was sent" in text(html) and "Error: Feedback" in text(html)
    summary = next(item for item in tree(html).iter("div") if item.get("class") == "summary")
    assert "autofocus" in summary.attrib
    assert [link.get("href") for link in summary.iter("a")] == ([f"#f-{box}"] if box else [])
    for name, typed in {"message": "The radius is read as degrees.", "page": "/search/hst/", **parts}.items():
        if name not in ("website", "kind"):
            assert value_of(html, name) == typed.strip(" \0\r\n\x07")
    assert value_of(html, "website") == ""


@pytest.mark.parametrize(
    ("typed", "kept_as"),
    [
        ("", ""),
        ("/", "/"),
        ("/nowhere/at all?x=<b>", "/nowhere/at%20all?x=%3Cb%3E"),
        ("http://testserver/search/hst/dataset/O1?target=m31", "/search/hst/dataset/O1?target=m31"),
        ("http://testserver", "/"),
        ("/search/hst/results?target=%zz&radius=%00", "/search/hst/results?target=%zz&radius=%00"),
        ("/search/nothing/results?" + "a=1&" * 250, "/search/nothing/results?" + "a=1&" * 250),
        ("/search/hst/results?" + "a=1&" * 250, "/search/hst/results?" + "a=1&" * 250),
        ("/search/hst/results?radius=abc&target=m31#x", "/search/hst/results?radius=abc&target=m31#x"),
    ],
)
def test_pages_of_this_site(send: Send, typed: str, kept_as: str) -> None:
    response = send(page=typed)
    assert response.status_code == 303, text(response.content.decode())
    one = Message.objects.get()
    assert one.page == kept_as and one.search == ""


def test_an_old_form_is_of_its_mission(send: Send) -> None:
    send(page="/hst/search.php?target=m31&action=Search")
    one = Message.objects.get()
    assert (one.mission, one.path, one.search) == ("hst", "/hst/search.php", "")


@pytest.mark.parametrize(
    ("about", "in_box", "told"),
    [
        ("/search/hst/", "/search/hst/", ""),
        ("//evil.example/x", "", "no address of this site"),
        ("javascript:alert(1)", "", "no address of this site"),
        ("https://evil.example/", "", "no address of this site"),
        ("/" + "a" * 10_000, "", "has 10,001 characters"),
        ("\0\ud800<script>alert(1)</script>", "", "no address of this site"),
        ("/<script>alert(1)</script>\"'", "/%3Cscript%3Ealert(1)%3C/script%3E%22'", ""),
    ],
)
def test_odd_links_to_the_form(browser: Client, about: str, in_box: str, told: str) -> None:
    query = urlencode({"about": about.encode("utf-8", "surrogatepass")})
    html = shown(browser.get(f"/feedback?{query}"))
    assert value_of(html, "page") == in_box and told in text(html)
    assert "<script>alert" not in html
    thanks = shown(browser.get(f"/feedback/thanks?{query}&reference=%3Cb%3E1234-5678"))
    links = [link.get("href") for link in tree(thanks).iter("a")]
    assert all(link.startswith(("#", "/")) and not link.startswith("//") for link in links)
    assert "<script>alert" not in thanks and "It has the number" not in text(thanks)
    assert ("Back to the page" in text(thanks)) is bool(in_box)


def test_what_a_long_address_left_out_is_told(browser: Client) -> None:
    html = shown(browser.get("/feedback?about=/search/hst/results&cut=yes"))
    assert "too long to be carried along" in text(html)
    assert "too long" not in text(shown(browser.get("/feedback?about=/search/hst/results")))


@pytest.mark.parametrize(
    ("referer", "in_box"),
    [
        (
            "http://testserver/search/hst/results?target=m+31&sort=sci_targname",
            "/search/hst/results?target=m+31&sort=sci_targname",
        ),
        ("http://testserver/search/hst/?target=m+32", "/search/hst/results?target=m+31"),
        ("http://evil.example/search/hst/results?target=m+32", "/search/hst/results?target=m+31"),
        ("http://[evil", "/search/hst/results?target=m+31"),
        ("http://testserver/search/hst/results", "/search/hst/results?target=m+31"),
    ],
    ids=["sorted-meanwhile", "another-page", "elsewhere", "no-url", "no-query"],
)
def test_a_page_that_a_script_changed_is_taken_as_it_is_now(browser: Client, referer: str, in_box: str) -> None:
    response = browser.get("/feedback?about=/search/hst/results%3Ftarget%3Dm%2B31", headers={"Referer": referer})
    assert value_of(shown(response), "page") == in_box


def test_a_form_is_sent_by_a_person(send: Send, stamp: Callable[..., str]) -> None:
    for ago_s, said in ((1, "within 3 seconds"), (25 * 3600, "open for more than a day")):
        assert said in text(shown(send(stamp=stamp(ago_s)), 400))
    for forged in ("", "x", "abc.1795391739:nothing", stamp()[:-1], "é", "\0"):
        assert "did not come from this page" in text(shown(send(stamp=forged), 400))
    assert not Message.objects.exists()
    assert send(stamp=stamp(3)).status_code == 303


def test_a_refused_form_can_be_sent_again(browser: Client, send: Send, stamp: Callable[..., str], at: AtMoment) -> None:
    again = shown(send(message=""), 400)
    sent = {"message": "now with words", "page": "/", "stamp": value_of(again, "stamp")}
    assert browser.post("/feedback", sent).status_code == 303
    old = shown(send(stamp=stamp(2 * 24 * 3600)), 400)
    at(NOON + timedelta(seconds=5))
    assert send(stamp=value_of(old, "stamp")).status_code == 303


def test_pressed_twice_is_kept_once(send: Send, stamp: Callable[..., str], at: AtMoment) -> None:
    mark = stamp()
    first, second = send(stamp=mark), send(stamp=mark)
    assert first["Location"] == second["Location"] and Message.objects.count() == 1
    third = shown(send(stamp=mark, message="and one thing more"), 400)
    assert "This form was sent before" in text(third) and Message.objects.count() == 1
    at(NOON + timedelta(seconds=5))
    assert send(stamp=value_of(third, "stamp"), message="and one thing more").status_code == 303


def test_the_same_words_are_kept_once(send: Send, at: AtMoment) -> None:
    assert send(message="It does not work").status_code == 303
    again = send(message="  it DOES not\n work ")
    assert "The same words about this page were sent before" in text(shown(again, 400))
    assert send(message="It does not work", page="/status").status_code == 303
    at(NOON + timedelta(days=31))
    assert send(message="It does not work").status_code == 303


def test_no_more_than_so_many_a_day(send: Send, at: AtMoment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_A_DAY_OF_A_PAGE", 2)
    with override_settings(FEEDBACK_PER_DAY=3):
        statuses = [send(message=f"no {number}", page="/status").status_code for number in range(3)]
        assert statuses == [303, 303, 429]
        assert send(message="about another", page="/").status_code == 303
        full = send(message="one too many", page="/search/hst/")
        assert full.status_code == 429 and full["Retry-After"] == "43200" and "one too many" in full.content.decode()
        assert "kept on one day" in text(shown(full, 429))
        at(NOON + timedelta(days=1))
        assert send(message="the next day", page="/").status_code == 303
    with override_settings(FEEDBACK_PER_DAY=0):
        assert "takes no messages at present" in text(shown(send(message="never"), 503))


def test_a_day_without_room_says_so_before_anyone_types(browser: Client) -> None:
    with override_settings(FEEDBACK_PER_DAY=0):
        assert "takes no messages at present" in text(shown(browser.get("/feedback")))


def test_without_a_database(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_words: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(Message, "keep", fails)
    response = send(message="what I typed")
    assert response["Retry-After"] == "60"
    assert (
        "the database does not answer" in text(shown(response, 503))
        and value_of(shown(response, 503), "message") == "what I typed"
    )


def test_without_the_token(kept: None, stamp: Callable[..., str]) -> None:
    strict = Client(enforce_csrf_checks=True)
    sent = {"message": "what I typed", "page": "/status", "contact": "a@example.org", "kind": "idea", "stamp": stamp()}
    html = shown(strict.post("/feedback", sent), 403)
    assert "sign that this form comes from this site" in text(html) and not Message.objects.exists()
    assert {name: value_of(html, name) for name in ("message", "page", "contact", "kind", "stamp")} == sent
    again = strict.post("/feedback", {**sent, "csrfmiddlewaretoken": value_of(html, "csrfmiddlewaretoken")})
    assert again.status_code == 303 and Message.objects.count() == 1
    elsewhere = {"Origin": "https://elsewhere.example"}
    token = value_of(shown(strict.get("/feedback")), "csrfmiddlewaretoken")
    other = {**sent, "message": "spam", "stamp": stamp(), "csrfmiddlewaretoken": token}
    assert strict.post("/feedback", other, headers=elsewhere).status_code == 403
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"message=" + b"x" * 6_000_000, FORM, 413),
        (b"&".join(b"a%d=1" % number for number in range(2_500)), FORM, 413),
        (b"message=%FF%FE%00%ED%A0%80&page=/", FORM, 400),
        (b"message=" + b"x" * 200_000, FORM, 400),
        (b"--x\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nhello\r\n--x--\r\n", "multipart/form-data; boundary=x", 400),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x", 400),
        (b"message=hello", "multipart/form-data", 400),
        (b'{"message": "hello"}', "application/json", 400),
        (b"message=hello", f"{FORM}; charset=nonsense", 400),
        (b"", FORM, 400),
    ],
    ids=["6 MB", "fields", "not UTF-8", "long", "multipart", "cut", "no boundary", "JSON", "charset", "nothing"],
)  # fmt: skip
def test_odd_bodies(browser: Client, body: bytes, kind: str, status: int) -> None:
    response = browser.generic("POST", "/feedback", body, content_type=kind)
    shown(response, status)
    assert not Message.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods(browser: Client, method: str) -> None:
    assert getattr(browser, method)("/feedback").status_code == 405
    assert browser.post("/feedback/thanks").status_code == 405
    assert browser.head("/feedback").status_code == 200


def test_references_are_told_apart(kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter([1, 2, 1, 2, 3, 4])
    monkeypatch.setattr("mastsite.feedback.models.secrets.randbelow", lambda _most: next(numbers))
    parts = {"day": stamps.now().date(), "message": "x", "digest": "d"}
    assert Message.keep(stamp="a", **parts) == "0001-0002"
    assert Message.keep(stamp="b", **parts) == "0003-0004"
