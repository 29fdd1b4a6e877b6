"""The same by program: what sends a list, waits for it and fetches what came of it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from mastsite.pages.lists.wishes import CONTENT, Pairs
from mastsite.search.declare import Mission


@dataclass(frozen=True, slots=True)
class Snippet:
    name: str
    label: str
    code: str
    note: str = ""

    @property
    def lines(self) -> int:
        return self.code.count("\n") + 1


def snippets(site: str, mission: Mission, pairs: Pairs) -> Sequence[Snippet]:
    """curl and Python for this search; `targets.csv` stands for the list."""
    kept = [(name, value) for name, value in pairs if name not in CONTENT and value.strip()]
    address = f"{site}/search/{mission.slug}/list.json" + (f"?{urlencode(kept)}" if kept else "")
    return (_curl(address), _python(address))


def of_several(site: str, slugs: Sequence[str], pairs: Pairs) -> Sequence[Snippet]:
    """The same for several missions."""
    kept = [(name, value) for name, value in pairs if name not in (*CONTENT, "mission") and value.strip()]
    address = f"{site}/lists.json?{urlencode([*(('mission', slug) for slug in slugs), *kept])}"
    return (_curl(address), _python_of_several(address))


def _curl(address: str) -> Snippet:
    code = f"curl --data-binary @targets.csv -H 'Content-Type: text/plain' {shlex.quote(address)}"
    note = "The answer has the statuses, and the addresses of files; ask its “address” again while “state” is waiting or running."
    return Snippet("curl", "curl", code, note)


def _python(address: str) -> Snippet:
    code = f"""import json
import time
import urllib.request

address = {address!r}
with open("targets.csv", "rb") as targets:
    request = urllib.request.Request(address, data=targets.read(), headers={{"Content-Type": "text/plain"}})
answer = json.load(urllib.request.urlopen(request))
while answer["state"] in ("waiting", "running"):
    time.sleep(2)
    answer = json.load(urllib.request.urlopen(answer["address"]))
print(answer["message"])
if answer["state"] == "done":
    urllib.request.urlretrieve(answer["files"]["statuses"]["CSV"], "statuses.csv")
    urllib.request.urlretrieve(answer["files"]["rows"]["CSV"], "rows.csv")"""
    return Snippet("python", "Python", code, "Python 3, with nothing to install.")


def _python_of_several(address: str) -> Snippet:
    code = f"""import json
import time
import urllib.request

address = {address!r}
with open("targets.csv", "rb") as targets:
    request = urllib.request.Request(address, data=targets.read(), headers={{"Content-Type": "text/plain"}})
answer = json.load(urllib.request.urlopen(request))
while answer["state"] == "under way":
    time.sleep(2)
    answer = json.load(urllib.request.urlopen(answer["address"]))
for mission, told in answer["lists"].items():
    print(mission, told["message"])
    if told["state"] == "done":
        urllib.request.urlretrieve(told["files"]["statuses"]["CSV"], mission + "_statuses.csv")
        urllib.request.urlretrieve(told["files"]["rows"]["CSV"], mission + "_rows.csv")"""
    return Snippet("python", "Python", code, "Python 3, with nothing to install.")
