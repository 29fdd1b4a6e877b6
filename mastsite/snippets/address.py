"""Addresses of a search: its page, and its file as the shell and Python ask for it."""

from __future__ import annotations

import shlex
from dataclasses import replace
from urllib.parse import quote, urlencode

from mastsite.search.query import DEFAULT_ROWS, Query
from mastsite.snippets.registry import language


def whole(query: Query) -> Query:
    """The search without what belongs to one page of it: a file has all rows."""
    return replace(query.without_paging(), rows=DEFAULT_ROWS, format="", coordinates="sex")


def file_address(query: Query, base_url: str) -> str:
    return f"{base_url}/search/{query.mission.slug}/results.csv"


def one_line(text: str) -> str:
    """Text for a comment: whatever was typed cannot end the line."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _with(address: str, query: Query) -> str:
    asked = urlencode(query.params(), quote_via=quote)
    return f"{address}?{asked}" if asked else address


@language(
    "url",
    label="Address",
    syntax="text",
    order=10,
    note="Opens the search as a page; add .csv to results for the file.",
)
def spell_url(query: Query, base_url: str) -> str:
    page = replace(query.without_paging(), format="")
    return _with(f"{base_url}/search/{query.mission.slug}/results", page)


@language("english", label="English", syntax="text", order=20, note="For a log book or a paper.")
def spell_english(query: Query, base_url: str) -> str:
    return query.describe()


@language(
    "curl_get", label="curl", syntax="shell", order=30, ending="sh", note="Writes the rows as CSV to the terminal."
)
def spell_curl_get(query: Query, base_url: str) -> str:
    query = whole(query)
    lines = [f"curl --silent --show-error --get {shlex.quote(file_address(query, base_url))}"]
    lines += [f"  --data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in query.params()]
    return f"# {one_line(query.describe())}\n" + " \\\n".join(lines)


@language("wget", label="wget", syntax="shell", order=50, ending="sh", note="Saves the rows as a CSV file.")
def spell_wget(query: Query, base_url: str) -> str:
    query = whole(query)
    address = _with(file_address(query, base_url), query)
    said = f"# {one_line(query.describe())}\n"
    return f"{said}wget --no-verbose --output-document={query.mission.slug}_search.csv {shlex.quote(address)}"
