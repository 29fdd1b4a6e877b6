"""The doors of a search, each asked by its own address, and what identifiers its answer has.

To add one more door, write a function under ``@door(label)`` from a search to a `Call`, and say how its answer is read.
A door that cannot say a search raises `CannotSay` with the reason.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any, cast
from urllib.parse import quote, urlencode, urlsplit

from mastsite.pages.asking import results_address
from mastsite.pages.keeping.inside import Call, Unanswered
from mastsite.search.criteria import spell
from mastsite.search.declare import Mission
from mastsite.search.query import MAX_ROWS_ON_PAGE, Query, plain
from mastsite.search.registry import companion
from mastsite.snippets import SNIPPETS

Read = Callable[[bytes, Mission], list[str]]
"""The identifiers in an answer, in its order."""


class CannotSay(Exception):
    """This door has no words for the search; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Door:
    """One way to ask.

    Parameters
    ----------
    spell : the call of a search, whose snippets begin with `site`.
    read : what reads its answer.
    most : rows that one answer holds; None for all that are compared.
    ordered : whether its rows come in the order of the search.
    """

    label: str
    spell: Callable[[Query, str], Call]
    read: Read
    most: int | None = None
    ordered: bool = True


DOORS: list[Door] = []
"""In the order of the page."""


def door(label: str, read: Read, *, most: int | None = None, ordered: bool = True) -> Callable[[Any], Any]:
    """Enter the decorated function into `DOORS`."""

    def enter(spell: Callable[[Query, str], Call]) -> Callable[[Query, str], Call]:
        DOORS.append(Door(label, spell, read, most, ordered))
        return spell

    return enter


class _Ticks(HTMLParser):
    """The values of the boxes before the rows of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("name") == "pick":
            self.found.append(given.get("value") or "")


def of_page(answer: bytes, mission: Mission) -> list[str]:
    page = _Ticks()
    page.feed(answer.decode())
    return page.found


def of_csv(answer: bytes, mission: Mission) -> list[str]:
    lines = (line for line in io.StringIO(answer.decode(), newline="") if not line.startswith("#"))
    rows = csv.reader(lines)
    heading = next(rows, [])
    if mission.id_column not in heading:
        raise Unanswered(f"Its columns are {', '.join(heading)[:80]}, and {mission.id_column} is not among them.")
    at = heading.index(mission.id_column)
    return [row[at] for row in rows if row]


def of_json(answer: bytes, mission: Mission) -> list[str]:
    return [str(row[mission.id_column]) for row in json.loads(answer)["results"]]


def of_json_file(answer: bytes, mission: Mission) -> list[str]:
    document = json.loads(answer)
    at = [column["name"] for column in document["columns"]].index(mission.id_column)
    return [str(row[at]) for row in document["rows"]]


def of_old_csv(answer: bytes, mission: Mission) -> list[str]:
    """An old table of one column: two lines of heading, the names and the types."""
    rows = [row for row in csv.reader(io.StringIO(answer.decode(), newline="")) if row]
    return [row[0] for row in rows[2:]]


@door("Form, as its page of results", of_page, most=MAX_ROWS_ON_PAGE)
def form(query: Query, site: str) -> Call:
    return Call(results_address(replace(query, rows=MAX_ROWS_ON_PAGE)), accept="text/html")


@door("File, CSV", of_csv)
def csv_file(query: Query, site: str) -> Call:
    return Call(results_address(query, "csv"))


@door("File, JSON", of_json_file)
def json_file(query: Query, site: str) -> Call:
    return Call(results_address(query, "json"))


@door("Snippet, curl", of_csv)
def curl(query: Query, site: str) -> Call:
    words = shlex.split(SNIPPETS["curl_get"].write(query, site).code, comments=True)
    address = next(word for word in words if word.startswith(site))
    texts = [words[at + 1] for at, word in enumerate(words) if word == "--data-urlencode"]
    pairs = [(text.partition("=")[0], text.partition("=")[2]) for text in texts]
    return Call(f"{_here(address)}?{urlencode(pairs, quote_via=quote)}")


@door("Snippet, wget", of_csv)
def wget(query: Query, site: str) -> Call:
    words = shlex.split(SNIPPETS["wget"].write(query, site).code, comments=True)
    return Call(_here(words[-1]))


@door("Snippet, pandas", of_csv)
def pandas(query: Query, site: str) -> Call:
    values = _assigned(SNIPPETS["python_pandas"].write(query, site).code)
    return Call(f"{_here(values['address'])}?{urlencode(values['parameters'])}")


@door("API, curl with JSON", of_json)
def api(query: Query, site: str) -> Call:
    words = shlex.split(SNIPPETS["curl_post"].write(query, site).code, comments=True)
    address = next(word for word in words if word.startswith(site))
    return Call(_here(address), words[words.index("--data") + 1].encode())


@door("API, as astroquery asks it", of_json)
def astroquery(query: Query, site: str) -> Call:
    code = SNIPPETS["python_astroquery"].write(query, site).code
    values = _assigned(code)
    body = values["request"] if "request" in values else _request(code)
    return Call(f"/search/{query.mission.slug}/api/v0.1/search", json.dumps(body).encode())


@door("Old address", of_old_csv)
def old(query: Query, site: str) -> Call:
    mission = query.mission
    classic = companion(mission, "classic")
    form = next((form for form in classic.forms if not form.not_held), None) if classic else None
    if form is None:
        raise CannotSay(f"{mission.short_name} has no old address that is answered here.")
    if query.region:
        raise CannotSay("The old form knows no region of the sky.")
    if len(query.places) > 1:
        raise CannotSay("The old form gives each target a table of its own.")
    pairs = []
    for place in query.places:
        pairs += [("target", place.text if place.reading else place.search_pos), ("radius", plain(query.radius))]
        pairs += [("equinox", query.equinox), ("resolver", query.resolver)]
    for item in query.criteria:
        if any(term.negated for term in item.terms):
            raise CannotSay(
                f"Where a condition only excludes, the old form left out rows without a value in {mission.column(item.column).label}; "
                "a search here keeps them."
            )
        pairs.append((item.column, spell(mission.column(item.column), item)))
    if len(query.sort) > 3:
        raise CannotSay("The old form sorts by three columns at most.")
    for number, key in enumerate(query.sort, 1):
        pairs.append((f"ordercolumn{number}", key.column))
        if key.descending:
            pairs.append((f"descending{number}", "on"))
    pairs += [("selectedColumnsCsv", mission.id_column), ("max_records", str(query.limit))]
    pairs += [("outputformat", "CSV"), ("action", "Search")]
    return Call(f"/{form.path}/search.php?{urlencode(pairs)}")


def _here(address: str) -> str:
    """An address without scheme and host."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _assigned(code: str) -> dict[str, Any]:
    """The plain values that a program gives names."""
    found = {}
    for node in ast.parse(code).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue  # a call, which has no plain value
    return found


def _request(code: str) -> dict[str, Any]:
    """The request that astroquery makes of the one call in a program: its own words, and the conditions as the rest."""
    calls = [node.value for node in ast.parse(code).body if isinstance(node, ast.Assign)]
    call = next(node for node in calls if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("missions."))
    body: dict[str, Any] = {"conditions": []}
    for argument in call.args:  # the position: SkyCoord(ra, dec, unit="deg")
        body["target"] = [" ".join(repr(ast.literal_eval(value)) for value in cast(ast.Call, argument).args)]
    for word in call.keywords:
        if word.arg == "radius":  # a number times a unit
            body |= {"radius": ast.literal_eval(cast(ast.BinOp, word.value).left), "radius_units": "arcminutes"}
            continue
        value = ast.literal_eval(word.value)
        if word.arg in ("limit", "select_cols", "sort_by", "sort_desc"):
            body[word.arg] = value
        else:
            conditions = value if word.arg is None else {word.arg: value}
            body["conditions"] += [{name: text} for name, text in conditions.items()]
    return body
