"""What the operator does: list, count, show, mark, export, delete; and what the others see of it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from mastsite.feedback.export import safe
from mastsite.feedback.models import Message
from tests.feedback.conftest import NOON, AtMoment, Send
from tests.test_docs import ROOT


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("feedback", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def messages(send: Send, at: AtMoment) -> list[Message]:
    """Three messages of two months."""
    send(message="=SUM(A1) is\nodd", kind="broken", page="/search/hst/results?target=m+31", contact="a@example.org")
    send(message="Nice", kind="praise", page="/search/hst/results?target=m+33")
    at(NOON + timedelta(days=10))
    send(message="No page", page="")
    return Message.chosen()


def test_list_and_show(messages: list[Message]) -> None:
    said = run("list")
    assert said.count("2026-1") == 3 and said.endswith("3 messages.\n")
    assert "    =SUM(A1) is\n    odd\n" in said and "about:  /search/hst/results?target=m+31\n" in said
    assert "search: Hubble observations within" in said and "reach:  a@example.org" in said
    assert run("list", "--kind", "praise").endswith("1 message.\n")
    assert run("list", "--page", "/search/hst/results").endswith("2 messages.\n")
    assert run("list", "--month", "2026-12").endswith("1 message.\n")
    assert run("list", "--state", "answered").endswith("0 messages.\n")
    assert "Nice" in run("show", messages[1].reference)


def test_counts(messages: list[Message]) -> None:
    said = run("counts").splitlines()
    assert "By page:" in said and "       2  /search/hst/results" in said and "       1  no page" in said
    assert "       1  Praise" in said and "       1  Not said" in said
    assert "       2  2026-11" in said and "       1  2026-12" in said
    assert "       3  New" in said and "       2  hst" in said
    assert said[-1] == "3 messages in all, of which 0 led to a change."
    short = run("counts", "--by", "page", "--most", "1")
    assert "and 1 more" in short and "By kind" not in short
    with pytest.raises(CommandError, match="from 1 on"):
        run("counts", "--most", "0")


def test_mark_and_what_everyone_sees(messages: list[Message], client: Client) -> None:
    assert client.get("/status.json").json()["feedback"] == {"messages": 3, "led_to_a_change": 0}
    said = run("mark", messages[0].reference, "--as", "changed", "--note", "Sums are read.")
    assert "[Led to a change]" in said and "note:   Sums are read." in said
    run("mark", messages[0].reference, "--as", "changed")
    assert Message.objects.get(pk=messages[0].pk).note == "Sums are read."
    assert client.get("/status.json").json()["feedback"] == {"messages": 3, "led_to_a_change": 1}
    page = client.get("/status").content.decode()
    assert "3, of which 1 led to a change" in page and "SUM" not in page


def test_delete_and_forget(messages: list[Message]) -> None:
    assert run("forget", "--before", "2026-11-22").startswith("0 ways")
    assert run("forget", "--before", "2026-11-23").startswith("1 ways")
    assert [one.contact for one in Message.chosen()] == ["", "", ""]
    assert run("delete", messages[0].reference) == f"{messages[0].reference} is deleted.\n"
    assert Message.number() == 2
    for todo in (("delete",), ("show",), ("mark", "--as", "new")):
        with pytest.raises(CommandError, match="No message has the number '0000-0000x'"):
            run(*todo, "0000-0000x")


def test_export(messages: list[Message], tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("export"))))
    assert [row["message"] for row in rows] == ["'=SUM(A1) is\nodd", "Nice", "No page"]
    path = tmp_path / "messages.json"
    run("export", "--format", "json", "--month", "2026-11", "--file", str(path))
    kept = json.loads(path.read_text())
    assert [one["message"] for one in kept] == ["=SUM(A1) is\nodd", "Nice"] and kept[0]["day"] == "2026-11-22"
    assert set(kept[0]) == set(rows[0]) and "stamp" not in kept[0]
    with pytest.raises(CommandError, match="Name another file"):
        run("export", "--file", str(path))


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@A1", " =1", "\t=1", "\n=1", "＝1", "＋1", "－1", "＠1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", "/search/?a=-1", "'=1", "2026-11-22", "é"])
def test_other_cells_stay(cell: str) -> None:
    assert safe(cell) == cell


@pytest.mark.parametrize("words", [("list", "--month", "2026"), ("list", "--month", "2026-13"), ("forget", "--before", "soon"), ("list", "--kind", "x"), ("counts", "--by", "x"), ()])  # fmt: skip
def test_words_that_cannot_be_read(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*words)


@pytest.mark.usefixtures("archive")
def test_migrations_are_whole() -> None:
    call_command("makemigrations", "feedback", check=True, dry_run=True, verbosity=0)


LOOK = """
import django
django.setup()
from datetime import date
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from mastsite.feedback.models import Message
Message.keep(stamp="s", digest="d", day=date(2026, 11, 22), message="<script>alert(1)</script>", kind="idea", contact="c", page="/x?y=1", path="/x")
User.objects.create_superuser("op", password="of this test")
client = Client()
assert client.get("/admin/feedback/message/").status_code == 302
assert client.login(username="op", password="of this test")
page = client.get("/admin/feedback/message/")
assert page.status_code == 200 and "<script>alert" not in page.content.decode()
one = f"/admin/feedback/message/{Message.objects.get().pk}/change/"
page = client.get(one).content.decode()
assert "&lt;script&gt;alert" in page and "<script>alert" not in page and 'name="message"' not in page
saved = client.post(one, {"state": "answered", "note": "told", "message": "forged"})
assert saved.status_code == 302, saved.content
kept = Message.objects.get()
assert (kept.state, kept.note) == ("answered", "told") and kept.message.startswith("<script>")
assert client.get("/admin/feedback/message/add/").status_code == 403
print("the operator is served")
"""


def test_the_operators_page(tmp_path: Path) -> None:
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {"ADMIN": "yes", "MASTSITE_DATA": str(tmp_path), "ALLOWED_HOSTS": "testserver", "RESOLVER_REMOTE": "no",
                    "DJANGO_SETTINGS_MODULE": "mastsite.settings", "RETIREMENT_COUNT_EVERY_S": "0"}  # fmt: skip
    done = subprocess.run([sys.executable, "-c", LOOK], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert "the operator is served" in done.stdout, done.stdout + done.stderr


def test_days_are_days(messages: list[Message]) -> None:
    assert {one.day for one in messages} == {date(2026, 11, 22), date(2026, 12, 2)}
