"""Every snippet of every kind of search, run as a person would run it, gives the rows that the engine gives."""

from __future__ import annotations

import csv
import json
import math
import subprocess
import sys
from dataclasses import replace

import pytest

from mastsite.search import engine
from mastsite.search.criteria import parse as parse_criterion
from mastsite.search.query import Place, Query, SortKey
from mastsite.search.registry import get_mission, missions
from mastsite.snippets import SNIPPETS

MISSIONS = [slug for slug, mission in missions().items() if not mission.no_rows_because]
ROWS = 25

RUN_PYTHON = """
import json, sys
for code in json.load(open(sys.argv[1])):
    scope = {"__name__": "__main__"}
    exec(compile(code, "snippet", "exec"), scope)
    rows = scope["rows"]
    names = list(getattr(rows, "colnames", None) or rows.columns)
    with open(sys.argv[2], "a") as file:
        json.dump({"names": names, "ids": [str(value) for value in rows[sys.argv[3]]]}, file)
        file.write("\\n")
"""


def searches(slug):
    """One search of every kind that a form can make, over rows that there are."""
    mission = get_mission(slug)
    name = mission.id_column
    some = Query(mission, limit=ROWS)
    found = [row[0] for row in engine.page(replace(some, columns=(name,), rows=ROWS), counted=False).rows]
    quoted = ", ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in found[:3])
    these = parse_criterion(mission.column(name), quoted)
    plain = next(column.name for column in mission.stored_columns if column.name != name)
    kinds = {
        "all": some,
        "condition": replace(some, criteria=(these,)),
        "columns and order": replace(some, columns=(plain, name), sort=(SortKey(plain, True), SortKey(name))),
        "one column twice": replace(some, criteria=(these, parse_criterion(mission.column(name), "!null"))),
    }
    if mission.has_position:
        places = tuple(Place(f"{ra} {dec}", ra, dec) for ra, dec in _positions(mission))
        kinds |= {
            "cone": replace(some, places=places[:1], radius_arcmin=2.5),
            "cone with condition": replace(
                some, places=places[:1], criteria=(these,), sort=(SortKey("ang_sep", True),)
            ),
            "two cones": replace(some, places=places, columns=(name, "ang_sep", "search_pos")),
        }
    return {kind: query for kind, query in kinds.items() if None not in (query.criteria or (1,))}


def _positions(mission):
    placed = Query(mission, columns=(mission.ra_column, mission.dec_column), rows=500)
    rows = [row for row in engine.page(placed, counted=False).rows if None not in row]
    return rows[0], rows[-1]


def expected(query):
    asked = replace(query, columns=(query.mission.id_column,), rows=ROWS)
    return [str(row[0]) for row in engine.page(asked, counted=False).rows]


def told(names, ids, query):
    """The identifiers, and those columns of the page that are in the answer, in the answer's order."""
    return ids, [name for name in names if name in query.column_names]


def wanted(query):
    return expected(query), list(query.column_names)


def with_id(query):
    """A query whose page shows the identifier, for the files that have the page's columns only."""
    name = query.mission.id_column
    return query if name in query.column_names else replace(query, columns=(*query.column_names, name))


def run(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows_of_csv(text):
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    header, *rows = csv.reader(lines)
    return header, rows


@pytest.mark.parametrize("slug", MISSIONS)
@pytest.mark.parametrize("language", ["curl_get", "wget", "curl_post"])
def test_commands_give_the_rows_of_the_page(live_address, tmp_path, slug, language):
    for kind, query in searches(slug).items():
        query = with_id(query)
        name = query.mission.id_column
        output = run(["bash", "-c", SNIPPETS[language].write(query, live_address).code], tmp_path)
        if language == "curl_post":
            document = json.loads(output)
            names = [entry["name"] for entry in document["info"]]
            ids = [str(row[name]) for row in document["results"]]
        else:
            text = output if language == "curl_get" else (tmp_path / f"{slug}_search.csv").read_text()
            names, rows = rows_of_csv(text)
            assert names == list(query.column_names), kind
            ids = [row[names.index(name)] for row in rows]
        assert told(names, ids, query) == wanted(query), kind


@pytest.mark.parametrize("slug", MISSIONS)
@pytest.mark.parametrize("language", ["python_astroquery", "python_pandas"])
def test_programs_give_the_rows_of_the_page(live_address, tmp_path, slug, language):
    """All programs of a mission run in one process, as importing the libraries takes longer than the searches."""
    queries = {kind: with_id(query) for kind, query in searches(slug).items()}
    programs, answers = tmp_path / "programs.json", tmp_path / "answers.json"
    codes = [SNIPPETS[language].write(query, live_address).code for query in queries.values()]
    programs.write_text(json.dumps(codes))
    run([sys.executable, "-c", RUN_PYTHON, programs, answers, get_mission(slug).id_column], tmp_path)
    read = [json.loads(line) for line in answers.read_text().splitlines()]
    for (kind, query), answer in zip(queries.items(), read, strict=True):
        assert told(answer["names"], answer["ids"], query) == wanted(query), kind


@pytest.mark.parametrize("slug", MISSIONS)
def test_examples_of_the_mission_run_in_every_shell_language(live_address, tmp_path, slug):
    from mastsite.api.documents import examples
    from mastsite.resolver.places import place

    for _sentence, example in examples(get_mission(slug)):
        query = with_id(replace(place(example)[0], limit=ROWS))
        output = run(["bash", "-c", SNIPPETS["curl_get"].write(query, live_address).code], tmp_path)
        names, rows = rows_of_csv(output)
        assert [row[names.index(query.mission.id_column)] for row in rows] == expected(query)


def test_types_survive_in_pandas(live_address, tmp_path):
    """Whole numbers stay whole beside nothing, and text stays text."""
    query = Query(
        get_mission("hst"), limit=200, columns=("sci_data_set_name", "sci_program_id", "sci_refnum", "sci_ra")
    )
    code = SNIPPETS["python_pandas"].write(query, live_address).code
    said = (
        "\nimport json\nprint(json.dumps([str(kind) for kind in rows.dtypes] + [int(rows['sci_refnum'].isna().sum())]))"
    )
    output = run([sys.executable, "-c", code + said], tmp_path)
    *kinds, nothing = json.loads(output.splitlines()[-1])
    assert kinds[:2] == ["string", "string"] and kinds[2:] == ["Int64", "Float64"]
    rows = engine.page(replace(query, rows=200), counted=False).rows
    assert nothing == sum(row[2] is None for row in rows) and not math.isnan(nothing)


@pytest.mark.parametrize(
    "text", ["$(touch pwned)", "`touch pwned`", "'; touch pwned; '", '"; touch pwned; "', "a & touch pwned"]
)
@pytest.mark.parametrize("language", [name for name, item in SNIPPETS.items() if item.syntax != "text"])
def test_what_was_typed_is_never_run(live_address, tmp_path, text, language):
    from mastsite.search.criteria import Criterion, Equals, Term

    query = Query(get_mission("hst"), criteria=(Criterion("sci_targname", (Term(Equals(text)),)),), limit=1)
    code = SNIPPETS[language].write(query, live_address).code
    command = ["bash", "-c"] if SNIPPETS[language].syntax == "shell" else [sys.executable, "-c"]
    run([*command, code], tmp_path)
    assert {path.name for path in tmp_path.iterdir()} <= {"hst_search.csv"}
