"""Tutorials: every example of every mission runs, says the same in all its spellings, and finds rows where there are some."""

from __future__ import annotations

import ast
import csv
import shlex
import subprocess
import sys
from dataclasses import replace
from functools import cache
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from mastsite.guides import fieldnames, tutorials
from mastsite.guides.examples import LESSONS, MOST, examples, shown_by
from mastsite.guides.tutorials import LANGUAGES
from mastsite.resolver.places import place
from mastsite.search import engine
from mastsite.search.criteria import parse as parse_criterion
from mastsite.search.params import parse
from mastsite.search.query import Query, SortKey
from mastsite.search.registry import get_mission, missions
from mastsite.search.tables import NotLoaded
from mastsite.snippets import SNIPPETS
from tests.pages.html import faults, text, tree

SITE = "http://testserver"
EXAMPLES = [
    pytest.param(slug, number, id=f"{slug}-{example.heading}".replace(" ", "_"))
    for slug, mission in missions().items()
    for number, example in enumerate(examples(mission))
]


@pytest.fixture(autouse=True)
def _time_to_count(monkeypatch):
    """A busy machine counts everything too."""
    monkeypatch.setattr(tutorials, "ONE_COUNT_S", 20)
    monkeypatch.setattr(tutorials, "ALL_COUNTS_S", 100)


@cache
def html(slug: str) -> str:
    answer = Client().get(f"/tutorials/{slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def code(query: Query, language: str) -> str:
    return SNIPPETS[language].write(query, SITE).code


def of_address(query: Query) -> Query:
    return parse(query.mission, parse_qsl(urlsplit(code(query, "url")).query))


def of_curl(query: Query) -> Query:
    words = shlex.split(code(query, "curl_get"), comments=True)
    assert words[0] == "curl" and f"{SITE}/search/{query.mission.slug}/results.csv" in words
    asked = [words[at + 1] for at, word in enumerate(words) if word == "--data-urlencode"]
    return parse(query.mission, [tuple(item.split("=", 1)) for item in asked])


def of_python(query: Query) -> Query:
    """What the arguments of the call say; the position is compared by itself, as it is in degrees there."""
    module = ast.parse(code(query, "python_astroquery"))
    call = next(
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("query_region", "query_criteria")
    )
    said = {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg and not _of_units(word.value)}
    for word in call.keywords:
        if word.arg is None:  # names that are words of Python
            said |= ast.literal_eval(word.value)
    radius = [word.value.left.value for word in call.keywords if word.arg == "radius"]  # type: ignore[attr-defined]
    where = [ast.literal_eval(item) for item in call.args[0].args] if call.args else []  # type: ignore[attr-defined]
    assert where == [value for one in query.places for value in one.position]
    assert radius == ([query.radius] if query.places else [])
    assert tuple(said.pop("select_cols")) == query.column_names
    limit, keys, downs = said.pop("limit"), said.pop("sort_by", []), said.pop("sort_desc", [])
    mission = query.mission
    if said == {mission.id_column: "*"}:
        said = {}
    criteria = tuple(parse_criterion(mission.column(name), text) for name, text in said.items())
    return replace(
        query,
        criteria=criteria,
        sort=tuple(SortKey(*key) for key in zip(keys, downs, strict=True)),
        limit=None if query.limit is None else limit,
    )


def _of_units(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp)


@pytest.mark.parametrize("slug", missions())
def test_examples_are_of_different_kinds(slug):
    found = examples(get_mission(slug))
    assert len({example.heading for example in found}) == len(found)
    assert len({tuple(example.query.params()) for example in found}) == len(found)
    assert len({what for example in found for what in shown_by(example.query)} & LESSONS.keys()) >= 3
    if get_mission(slug).has_position:
        assert any(example.query.places for example in found), "none is around a place"


@pytest.mark.parametrize(("slug", "number"), EXAMPLES)
def test_every_spelling_means_the_same_search(slug, number):
    query = examples(get_mission(slug))[number].query
    assert all(one.known for one in query.places), "the bundled catalogues do not know its target"
    assert of_address(query) == query
    assert of_curl(query) == query
    assert of_python(query) == query


@pytest.mark.parametrize("slug", missions())
def test_every_example_on_a_page_finds_rows_where_there_are_some(archive, slug):
    mission = get_mission(slug)
    found = on_page(mission)
    assert 5 <= len(found) <= MOST
    for example in found:
        query = place(example.query)[0]
        if mission.no_rows_because:
            with pytest.raises(NotLoaded):
                engine.count(query)
            continue
        assert engine.count(query).value > 0, example.heading
        for key in query.sort:
            first = next(iter(engine.page(replace(query, columns=(key.column,)), counted=False).rows))
            assert first[0] is not None, example.heading


@pytest.mark.parametrize("slug", [slug for slug, mission in missions().items() if not mission.no_rows_because])
def test_only_what_finds_nothing_is_left_out(archive, slug):
    mission = get_mission(slug)
    kept = on_page(mission)
    for example in examples(mission)[: MOST if len(kept) == MOST else None]:
        assert example in kept or engine.count(example.query) == engine.Count(0), example.heading


def on_page(mission):
    """The examples of a page, by the headings that it has."""
    headings = {"".join(item.itertext()) for item in tree(html(mission.slug)).iter("h3")}
    return [example for example in examples(mission) if example.heading in headings]


@pytest.mark.parametrize("slug", missions())
def test_the_page_is_valid_and_shows_every_example(archive, slug):
    page, mission = html(slug), get_mission(slug)
    assert not faults(page)
    said = text(page)
    shown = {item.get("id"): "".join(item.itertext()).strip() for item in tree(page).iter("textarea")}
    for number, example in enumerate(on_page(mission), 1):
        assert " ".join(example.query.describe().split()) in said
        for language in LANGUAGES:
            assert shown[f"ex{number}-{language}"] == code(example.query, language)
    if mission.no_rows_because:
        assert mission.no_rows_because in said and "It finds" not in said


@pytest.mark.parametrize("slug", missions())
def test_every_link_answers(archive, slug):
    client, mission = Client(), get_mission(slug)
    ids: dict[str, set[str | None]] = {}
    for link in tree(html(slug)).find(".//main").iter("a"):
        address = urlsplit(link.get("href"))
        asked = address._replace(fragment="").geturl()
        answer = client.get(asked, REMOTE_ADDR="127.0.0.1")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        unheld = mission.no_rows_because and address.path.endswith("/results")
        assert answer.status_code == 200 or (unheld and answer.status_code == 404), (asked, answer.status_code)
        if address.fragment:
            if address.path not in ids:  # the same whatever its boxes are filled with
                ids[address.path] = {item.get("id") for item in tree(body.decode()).iter()}
            assert address.fragment in ids[address.path], link.get("href")


def test_the_list_names_every_mission_those_with_rows_first(archive):
    page = Client().get("/tutorials/").content.decode()
    assert not faults(page)
    links = [item.get("href") for item in tree(page).find(".//main").iter("a")]
    assert sorted(links) == sorted(f"/tutorials/{slug}/" for slug in missions())
    without = [bool(missions()[link.split("/")[2]].no_rows_because) for link in links]
    assert without == sorted(without)


@pytest.mark.parametrize(
    ("slug", "old", "new"),
    [
        pytest.param("iue", "iue_ra2000", "ra", id="name-of-a-column"),
        pytest.param("hst", "max_records", "limit", id="parameter"),
        pytest.param("uit", "selectedColumnsCsv", "columns", id="parameter-of-a-mission-without-rows"),
    ],
)
def test_old_fields_have_new_names(archive, slug, old, new):
    mission = get_mission(slug)
    found, _nowhere = fieldnames.renamed(mission, fieldnames.old_forms(mission))
    assert new in [item.new for item in found if item.old == old]
    rows = [[text_of(cell) for cell in row] for row in tree(html(slug)).iter("tr")]
    assert [old, new] in [row[:2] for row in rows]


def text_of(cell) -> str:
    return "".join(cell.itertext()).strip()


def test_fields_without_a_place_are_counted(archive):
    mission = get_mission("k2")
    found, nowhere = fieldnames.renamed(mission, fieldnames.old_forms(mission))
    lost = {name.lower() for form in mission_forms(mission) for name in form.not_here}
    assert lost and nowhere >= len(lost)
    assert not lost & {item.old.lower() for item in found}
    assert f"{nowhere} old fields have no place here" in text(html("k2"))


def mission_forms(mission):
    from mastsite.search.registry import companion

    return [form for form in companion(mission, "classic").forms if not form.not_held]


def test_an_unknown_mission_has_no_tutorial(archive):
    assert Client().get("/tutorials/hts/").status_code == 404


SHOWN = "tess"


def test_curl_and_python_run(live_address, tmp_path):
    """Every example of a mission, as a reader would copy it."""
    mission = get_mission(SHOWN)
    found = [example.query for example in on_page(mission)]
    expected = [engine.count(query).value for query in found]
    rows = []
    for query in found:
        command = SNIPPETS["curl_get"].write(query, live_address).code
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        rows.append(len(list(csv.reader(line for line in done.stdout.splitlines() if line[:1] != "#"))) - 1)
    assert rows == expected
    programs = "\n".join(
        SNIPPETS["python_astroquery"].write(query, live_address).code + "\nprint('ROWS', len(rows))" for query in found
    )
    done = subprocess.run([sys.executable, "-c", programs], capture_output=True, text=True, timeout=300, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [int(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("ROWS ")] == expected
