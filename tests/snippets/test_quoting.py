"""Hostile text in every place where a person types: the code stays whole and says exactly what was typed."""

from __future__ import annotations

import ast
import json
import shlex
import subprocess
from urllib.parse import parse_qsl, urlsplit

import pytest

from mastsite.search.criteria import Criterion, Equals, Term, spell
from mastsite.search.query import Place, Query, SortKey
from mastsite.search.registry import get_mission, missions
from mastsite.snippets import SNIPPETS, write_all
from mastsite.snippets.address import whole
from mastsite.snippets.body import search_body

BASE = "https://archive.example"
HOSTILE = [
    "O'Neill", 'say "hi"', "$(touch pwned)", "`touch pwned`", "a; rm -rf ~ #", "a && b || c | d > e", "@/etc/passwd", "--output=x",
    "back\\slash\\", "per%cent%00", "new\nline", "tab\there", "'''", '"""', "{braces} {0} {{x}}", "é ü 星 \N{GREEK SMALL LETTER ALPHA}",
    "a=b&c=d", "!important", "* ? [a-z]", "~user", "-", "\\n", "#comment", "\r\nX-Header: 1", "<!--", "EOF", "'\"'\"'",
]  # fmt: skip
SHELL = [name for name, item in SNIPPETS.items() if item.syntax == "shell"]
PYTHON = [name for name, item in SNIPPETS.items() if item.syntax == "python"]
hostile = pytest.mark.parametrize("text", HOSTILE, ids=ascii)


def asking(text, *, twice=False):
    """A search with `text` as a condition and as a target."""
    mission = get_mission("hst")
    criterion = Criterion("sci_targname", (Term(Equals(text)),))
    places = (Place(text, 10.5, -41.25, "read", text),)
    return Query(
        mission,
        places=places * (2 if twice else 1),
        criteria=(criterion,) * (2 if twice else 1),
        columns=("sci_data_set_name", "sci_ra"),
        sort=(SortKey("sci_ra", True),),
    )


def code(name, query):
    return SNIPPETS[name].write(query, BASE).code


def words(name, query):
    """The words of a command as the shell reads them, without comments."""
    return [word for word in shlex.split(code(name, query), comments=True) if word != "\n"]


@hostile
@pytest.mark.parametrize("name", SHELL)
def test_bash_reads_one_command(name, text):
    written = code(name, asking(text))
    subprocess.run(["bash", "-n", "-c", written], check=True, capture_output=True)
    assert words(name, asking(text))[0] in ("curl", "wget")


@hostile
def test_curl_sends_the_parameters(text):
    query = asking(text)
    read = words("curl_get", query)
    sent = [read[at + 1].partition("=") for at, word in enumerate(read) if word == "--data-urlencode"]
    assert [(name, value) for name, _, value in sent] == whole(query).params()
    assert "@" not in {name for name, _, _ in sent}


@hostile
def test_curl_sends_the_body(text):
    query = asking(text)
    read = words("curl_post", query)
    assert json.loads(read[read.index("--data") + 1]) == search_body(query)


@hostile
def test_wget_asks_for_the_address(text):
    query = asking(text)
    address = words("wget", query)[-1]
    assert parse_qsl(urlsplit(address).query, strict_parsing=True) == whole(query).params()
    assert address.isascii() and address.isprintable() and " " not in address


@hostile
@pytest.mark.parametrize("twice", [False, True])
@pytest.mark.parametrize("name", PYTHON)
def test_python_compiles_and_holds_the_text(name, text, twice):
    query = asking(text, twice=twice)
    tree = ast.parse(code(name, query))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert spell(query.mission.column("sci_targname"), query.criteria[0]) in texts


@hostile
def test_pandas_sends_the_parameters(text):
    query = asking(text)
    tree = ast.parse(code("python_pandas", query))
    assigned = {node.targets[0].id: node.value for node in tree.body if isinstance(node, ast.Assign)}
    assert ast.literal_eval(assigned["parameters"]) == whole(query).params()


@hostile
def test_comments_end_where_they_should(text):
    for snippet in write_all(asking(text), BASE):
        if snippet.language != "text":
            first, second, *_ = snippet.code.splitlines()
            assert first.startswith("# Hubble observations") and second.split()[0] in ("curl", "wget", "from")


def test_every_language_is_described():
    snippets = write_all(Query(get_mission("hst")), BASE + "/")
    assert {snippet.name for snippet in snippets} == set(SNIPPETS)
    assert len({snippet.label for snippet in snippets}) == len(snippets)
    for snippet in snippets:
        assert snippet.code and snippet.label and snippet.language in ("shell", "python", "text")
        assert bool(snippet.filename) == (snippet.language != "text")
        assert "//search" not in snippet.code


@pytest.mark.parametrize("slug", list(missions()))
def test_every_mission_has_every_snippet(slug):
    for snippet in write_all(Query(missions()[slug]), BASE):
        if snippet.language == "python":
            ast.parse(snippet.code)
        if snippet.name != "english":
            assert f"/search/{slug}/" in snippet.code or f"missions.mission = '{slug}'" in snippet.code


def test_a_page_is_not_part_of_the_search():
    query = Query(get_mission("hst"), rows=50, offset=100, after="x", coordinates="dec", format="csv")
    for snippet in write_all(query, BASE):
        assert not any(word in snippet.code for word in ("page=", "after=", "&format=", "offset=100"))
        if snippet.name != "url":
            assert "50" not in snippet.code.replace("5000", "") and "coordformat" not in snippet.code


def test_an_equinox_reaches_the_api_as_a_position():
    place = Place("0 40 +41", 10.68, 41.27)
    assert search_body(Query(get_mission("hst"), places=(place,), equinox="B1950"))["target"] == ["10.68 41.27"]
    assert search_body(Query(get_mission("hst"), places=(place,)))["target"] == ["0 40 +41"]


def test_a_column_called_like_a_word_of_python():
    from mastsite.search.declare import Column, Mission

    columns = (Column("name", "Name"), Column("pass", "Pass", "integer"))
    mission = Mission("m", "M", "M", columns, "name", get_mission("hst").folder)
    from mastsite.search.criteria import parse

    query = Query(mission, criteria=(parse(columns[1], "3"),))
    ast.parse(code("python_astroquery", query))
