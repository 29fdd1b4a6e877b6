"""The operator's pages: absent unless asked for, and then with the same checks as the command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.test_docs import ROOT

LOOK = """
import django
django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
User.objects.create_superuser("op", password="of this test")
client = Client()
assert client.get("/admin/retirement/change/").status_code == 302
assert client.login(username="op", password="of this test")
page = client.get("/admin/retirement/change/add/")
assert page.status_code == 200 and "script-src 'self'" in page["Content-Security-Policy"]
assert "<style" not in page.content.decode() and "onclick=" not in page.content.decode()
given = {"record_id": "hst-form", "action": "move", "sunset_at": "2027-02-01", "reason": "a mistake of ours"}
refused = client.post("/admin/retirement/change/add/", given)
assert refused.status_code == 200 and "choose 2027-07-15 or later" in refused.content.decode()
saved = client.post("/admin/retirement/change/add/", {**given, "sunset_at": "2028-02-01"})
assert saved.status_code == 302, saved.content
from mastsite.retirement import registry
entry = registry.find("hst-form")
assert str(entry.record.dates.sunset_at) == "2028-02-01" and "a mistake of ours" in str(entry.record.history)
assert client.get("/admin/retirement/change/1/delete/").status_code == 403
for name in ("oldpage", "count", "feedback"):
    assert client.get(f"/admin/retirement/{name}/").status_code == 200
print("the operator is served")
"""


@pytest.mark.usefixtures("kept")
def test_there_is_no_such_page_unless_asked_for() -> None:
    assert Client().get("/admin/").status_code == 404


def test_with_the_setting(tmp_path: Path) -> None:
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {"ADMIN": "yes", "MASTSITE_DATA": str(tmp_path), "ALLOWED_HOSTS": "testserver", "RESOLVER_REMOTE": "no",
                    "DJANGO_SETTINGS_MODULE": "mastsite.settings", "RETIREMENT_COUNT_EVERY_S": "0"}  # fmt: skip
    done = subprocess.run([sys.executable, "-c", LOOK], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert "the operator is served" in done.stdout, done.stdout + done.stderr
