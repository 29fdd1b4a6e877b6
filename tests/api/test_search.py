"""The search endpoint on the wire: what goes in, what comes out, and that it is the engine's answer."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.test import Client

from mastsite.api.body import search_body, search_reply
from mastsite.search import engine
from mastsite.search.limits import TimeLimit
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.registry import get_mission, missions
from tests.api.ask import address, get, ids, ids_in, loaded, post

pytestmark = pytest.mark.usefixtures("archive")

SAFE_TYPES = {"VARCHAR", "INTEGER", "FLOAT", "DATETIME", "BOOLEAN"}
M31 = "10.684793 41.269065"


def hst(**body):
    status, document = post("hst", body)
    assert status == 200, document
    return document


def query(*pairs, slug="hst"):
    return parse(get_mission(slug), pairs)


@pytest.mark.parametrize("slug", list(missions()))
def test_every_mission_answers_in_its_documented_shape(slug):
    status, document = post(slug, {"limit": 3})
    assert status == 200
    search_reply(missions()[slug]).model_validate_json(json.dumps(document), strict=False)
    assert document["info"] and document["search_params"]["count_only"] is False
    assert {entry["type"] for entry in document["info"]} <= SAFE_TYPES
    names = [entry["name"] for entry in document["info"]]
    assert get_mission(slug).id_column in names
    assert all(list(row) == names for row in document["results"])
    if slug in loaded():
        assert ids_in(slug, document) == ids(Query(get_mission(slug)), 3)
    else:
        assert document["totalResults"] == 0 and document["results"] == [] and document["messages"]


@pytest.mark.parametrize("slug", list(missions()))
def test_what_was_understood_can_be_sent_again(slug):
    mission = missions()[slug]
    body = {"limit": 4, "conditions": [{mission.id_column: "*"}]}
    if mission.has_position:
        body |= {"target": [M31], "radius": 30}
    first = post(slug, body)[1]
    assert post(slug, first["search_params"])[1] == first


@pytest.mark.parametrize(
    ("conditions", "pairs"),
    [
        pytest.param([{"sci_instrume": "ACS"}], [("sci_instrume", "ACS")], id="text"),
        pytest.param([{"sci_instrume": ["WFC3", "ACS"]}], [("sci_instrume", "WFC3, ACS")], id="list"),
        pytest.param([{"sci_instrume": "!ACS"}], [("sci_instrume", "!ACS")], id="not"),
        pytest.param([{"sci_pep_id": 12058}], [("sci_pep_id", "12058")], id="number"),
        pytest.param([{"sci_pep_id": "12058"}], [("sci_pep_id", "12058")], id="number as text"),
        pytest.param([{"sci_pep_id": [12058, 12109.0]}], [("sci_pep_id", "12058,12109")], id="numbers"),
        pytest.param([{"sci_pep_id": "12000..12100"}], [("sci_pep_id", "12000..12100")], id="range"),
        pytest.param([{"sci_actual_duration": "> 2000"}], [("sci_actual_duration", "> 2000")], id="more than"),
        pytest.param([{"sci_start_time": "<2001-05"}], [("sci_start_time", "<2001-05")], id="partial date"),
        pytest.param([{"sci_targname": "*224*"}], [("sci_targname", "*224*")], id="wildcard"),
        pytest.param([{"sci_aec": "null"}], [("sci_aec", "null")], id="no value"),
        pytest.param(
            [{"sci_instrume": "ACS", "sci_pep_id": ">12000"}],
            [("sci_instrume", "ACS"), ("sci_pep_id", ">12000")],
            id="two in one object",
        ),
        pytest.param(
            [{"sci_pep_id": ">12000"}, {"sci_pep_id": "<12100"}],
            [("sci_pep_id", ">12000"), ("sci_pep_id", "<12100")],
            id="one column twice",
        ),
        pytest.param([{"Proposal ID": 12058}], [("sci_pep_id", "12058")], id="by its label"),
        pytest.param([{"sci_ra": "10.5..10.7"}], [("sci_ra", "10.5..10.7")], id="range of right ascension"),
    ],
)
def test_conditions_are_the_grammar_of_the_forms(conditions, pairs):
    document = hst(conditions=conditions)
    wanted = query(*pairs)
    assert ids_in("hst", document) == ids(wanted)
    assert document["totalResults"] == engine.count(wanted, cap=None).value > 0


@pytest.mark.parametrize(
    ("radius", "units", "arcmin"),
    [
        (6.0, "arcseconds", 0.1),
        (3, None, 3),
        ("3", "arcminutes", 3),
        (0.05, "degrees", 3),
        (2, "arcmin", 2),
        (None, None, 3),
    ],
)
def test_radius_is_read_in_its_unit(radius, units, arcmin):
    document = hst(target=[M31], radius=radius, radius_units=units)
    assert document["search_params"]["radius"] == pytest.approx(arcmin)
    assert document["search_params"]["radius_units"] == "arcminutes"
    rows = document["results"]
    assert rows and all(row["ang_sep"] <= arcmin for row in rows)
    assert {row["search_pos"] for row in rows} == {M31}
    assert [row["ang_sep"] for row in rows] == sorted(row["ang_sep"] for row in rows)


def test_positional_rows_say_where_they_were_found():
    document = hst(target=[M31], select_cols=["sci_instrume"], limit=1)
    names = ["search_pos", "sci_instrume", "sci_data_set_name", "ang_sep"]
    assert [entry["name"] for entry in document["info"]] == names


def test_a_row_near_two_targets_comes_for_each():
    targets = [M31, "10.69 41.27"]
    document = hst(target=targets, radius=1, select_cols=["sci_data_set_name"])
    found = {
        target: [row["sci_data_set_name"] for row in document["results"] if row["search_pos"] == target]
        for target in targets
    }
    assert found == {target: ids(query(("target", target), ("radius", "1"))) for target in targets}
    assert set(found[targets[0]]) & set(found[targets[1]])
    assert document["totalResults"] == sum(map(len, found.values()))


def test_names_are_resolved_and_told():
    document = hst(target="M 31", limit=1)
    assert document["results"] and any("M 31" in message for message in document["messages"])
    assert document["search_params"]["target"] == ["M 31"]


@pytest.mark.parametrize(
    ("asked", "names", "said"),
    [
        pytest.param(["sci_ra"], ["sci_ra", "sci_data_set_name"], "", id="one"),
        pytest.param("sci_ra,sci_dec", ["sci_ra", "sci_dec", "sci_data_set_name"], "", id="a text"),
        pytest.param(["sci_ra", None], ["sci_ra", "sci_data_set_name"], "", id="astroquery's null"),
        pytest.param(["sci_ra", "sci_raa"], ["sci_ra", "sci_data_set_name"], "sci_raa", id="an unknown one"),
        pytest.param(["nothing"], ["sci_data_set_name"], "nothing", id="only unknown ones"),
        pytest.param(["sci_ra", "sci_ra"], ["sci_ra", "sci_data_set_name"], "", id="twice"),
    ],
)
def test_columns(asked, names, said):
    document = hst(select_cols=asked, limit=1)
    assert [entry["name"] for entry in document["info"]] == names == list(document["results"][0])
    assert said in " ".join(document["messages"]) and bool(said) == bool(document["messages"])


@pytest.mark.parametrize("asked", [None, []])
def test_no_columns_are_the_usual_ones(asked):
    document = hst(select_cols=asked, limit=1)
    assert list(document["results"][0]) == list(Query(get_mission("hst")).column_names)


@pytest.mark.parametrize("asked", ["all", "*", ["*"], [column.name for column in missions()["hst"].columns]])
def test_all_columns(asked):
    document = hst(select_cols=asked, limit=1)
    assert list(document["results"][0]) == [column.name for column in get_mission("hst").columns]


@pytest.mark.parametrize(
    ("body", "sort", "said"),
    [
        pytest.param({"sort_by": ["sci_pep_id"]}, "sci_pep_id", False, id="upwards"),
        pytest.param({"sort_by": ["sci_pep_id"], "sort_desc": [True]}, "-sci_pep_id", False, id="downwards"),
        pytest.param({"sort_by": "sci_pep_id", "sort_desc": True}, "-sci_pep_id", False, id="no lists"),
        pytest.param({"sort_by": ["sci_instrume", "sci_pep_id"], "sort_desc": [False, True]}, "sci_instrume,-sci_pep_id", False, id="two"),
        pytest.param({"sort_by": ["sci_instrume", "sci_pep_id"], "sort_desc": [True]}, "-sci_instrume,sci_pep_id", True, id="too few directions"),
    ],
)  # fmt: skip
def test_order(body, sort, said):
    document = hst(limit=200, **body)
    assert ids_in("hst", document) == ids(query(("sort", sort)), 200)
    assert bool(document["messages"]) == said


def test_pages_join_to_the_whole():
    whole = ids(query(("sci_instrume", "WFPC2")), 250)
    pages = [
        ids_in("hst", hst(conditions=[{"sci_instrume": "WFPC2"}], limit=100, offset=start)) for start in (0, 100, 200)
    ]
    assert [row for page in pages for row in page][:250] == whole


def test_no_rows_keep_the_heading():
    document = hst(conditions=[{"sci_instrume": "none such"}])
    assert document["totalResults"] == 0 and document["results"] == [] and document["info"]


def test_limit_of_nothing_still_counts():
    document = hst(limit=0)
    assert document["results"] == [] and document["totalResults"] == engine.count(query(), cap=None).value


def test_count_only():
    document = hst(conditions=[{"sci_instrume": "ACS"}], count_only=True)
    assert document["totalResults"] == engine.count(query(("sci_instrume", "ACS")), cap=None).value
    assert document["info"] == document["results"] == []
    assert document["search_params"]["count_only"] is True


def test_skip_count():
    document = hst(skip_count=True, limit=1)
    assert document["totalResults"] is None and "not counted" in document["messages"][0]


def test_nothing_is_passed_over_silently():
    document = hst(limit=1, radius=3, user_fields=["a"], search_key="b", conditions=[{"sci_obs_type": ""}])
    said = " ".join(document["messages"])
    assert all(word in said for word in ("radius", "user_fields", "search_key", "sci_obs_type"))


def test_more_than_the_site_gives_is_cut_with_a_message(settings):
    settings.API_ROW_LIMIT = 3
    document = hst(limit=10)
    assert len(document["results"]) == 3 and document["totalResults"] > 3
    assert "cut to 3" in document["messages"][0]


def test_long_answers_are_streamed_and_the_same(settings):
    body = {"limit": 6_000, "select_cols": ["sci_data_set_name"]}
    response = Client().post(address("hst"), json.dumps(body), content_type="application/json")
    assert response.streaming
    document = json.loads(response.getvalue())
    assert ids_in("hst", document) == ids(query(), 6_000)
    assert document["messages"] == [] and document["totalResults"] == engine.count(query(), cap=None).value


def test_a_count_that_took_too_long_is_a_least_number(settings):
    settings.COUNT_TIME_LIMIT_S = 0.001
    status, document = post("jwst", {"limit": 1, "conditions": [{"duration": ">1"}, {"instrume": "*i*"}]})
    assert status == 200 and len(document["results"]) == 1
    assert "least number" in " ".join(document["messages"])


def test_too_slow_is_503(monkeypatch):
    def slow(*args, **kwargs):
        raise TimeLimit(10)

    monkeypatch.setattr(engine, "page", slow)
    response = Client().post(address("hst"), "{}", content_type="application/json")
    assert response.status_code == 503 and int(response["Retry-After"]) > 0
    assert "10 seconds" in response.json()["detail"]


def test_the_address_does_what_the_body_does():
    body = {"target": M31, "radius": 2, "select_cols": ["sci_pep_id"], "sort_by": ["sci_pep_id"], "limit": 20}
    sent = hst(**body, conditions=[{"sci_instrume": "ACS,WFPC2"}, {"sci_pep_id": ">5000"}, {"sci_pep_id": "<13000"}])
    status, document = get(
        address("hst"), target=M31, radius="2", select_cols="sci_pep_id", sort_by="sci_pep_id", limit="20",
        sci_instrume="ACS,WFPC2", sci_pep_id=[">5000", "<13000"],
    )  # fmt: skip
    assert status == 200 and document == sent


def test_usual_order_is_the_echoed_order():
    document = hst(target=[M31], limit=50)
    echoed = document["search_params"]
    keys = ",".join(f"{'-' * down}{name}" for name, down in zip(echoed["sort_by"], echoed["sort_desc"], strict=True))
    assert ids_in("hst", document) == ids(query(("target", M31), ("sort", keys)), 50)


def test_the_models_know_every_column():
    for mission in missions().values():
        body = search_body(mission).model_json_schema()["$defs"][f"{mission.slug}_conditions"]["properties"]
        assert set(body) == {column.name for column in mission.columns if column.queryable and column.stored}


def test_reserved_rows_are_not_changed_by_the_query():
    """Asking for rows 5 to 10 is asking for the page of the engine that begins there."""
    document = hst(limit=5, offset=5)
    whole = replace(query(), rows=10)
    assert ids_in("hst", document) == ids(whole, 10)[5:]


def test_a_database_that_does_not_answer_is_503(monkeypatch):
    from django.db import OperationalError

    def broken(*args, **kwargs):
        raise OperationalError("no such table")

    monkeypatch.setattr(engine, "page", broken)
    response = Client().post(address("hst"), "{}", content_type="application/json")
    assert response.status_code == 503 and "no such table" not in response.content.decode()


RECORDED = [
    pytest.param(
        {
            "limit": 3,
            "offset": 2,
            "select_cols": ["sci_pep_id", "sci_data_set_name"],
            "conditions": [
                {"sci_pep_id": "12557,!8"},
                {"sci_instrume": "stis,acs"},
                {"sci_start_time": "<2012"},
                {"sci_spec_1234": "!F395N"},
                {"sci_targname": "*GAL*"},
            ],
            "sort_by": ["sci_pep_id"],
            "sort_desc": [True],
        },
        id="criteria",
    ),
    pytest.param(
        {
            "limit": 5000,
            "offset": 0,
            "select_cols": None,
            "target": ["245.89675 -26.52575"],
            "radius": 6.0,
            "radius_units": "arcseconds",
            "conditions": [],
        },
        id="region",
    ),
    pytest.param({"limit": 10, "offset": 0, "select_cols": [], "conditions": [{"sci_aec": "S"}]}, id="empty columns"),
    pytest.param(
        {"conditions": [{"sci_pep_id": "12058", "sci_aec": "S"}], "limit": 5, "skip_count": True, "search_key": "", "user_fields": []},
        id="a dashboard's",
    ),
]  # fmt: skip
ECHOED = [
    "target",
    "radius",
    "radius_units",
    "offset",
    "limit",
    "sort_by",
    "sort_desc",
    "skip_count",
    "count_only",
    "select_cols",
    "search_key",
    "user_fields",
    "conditions",
]


@pytest.mark.parametrize("body", RECORDED)
def test_bodies_as_clients_send_them(body):
    document = hst(**body)
    assert set(document) == {"messages", "search_params", "totalResults", "info", "results"}
    assert set(document["search_params"]) == set(ECHOED)
    assert document["info"] and not any(name in ("", None) for name in (entry["name"] for entry in document["info"]))


def test_the_heading_is_empty_for_a_count_alone():
    for body in (
        {},
        {"conditions": [{"sci_aec": "none such"}]},
        {"limit": 0},
        {"offset": 10**9},
        {"select_cols": [None]},
    ):
        assert hst(**body)["info"]
        assert hst(**body, count_only=True)["info"] == []


def test_usual_order_is_the_archives():
    assert hst(target=[M31], limit=1)["search_params"]["sort_by"] == ["ang_sep", "sci_targname", "sci_data_set_name"]
    assert hst(limit=1)["search_params"]["sort_by"] == ["sci_targname", "sci_data_set_name"]
    assert hst(limit=1)["search_params"]["radius"] is None


def test_values_are_found_and_given_without_the_blanks_around_them():
    padded, plain = ids_in("hst", hst(conditions=[{"sci_instrume": " COS   "}])), query(("sci_instrume", "COS"))
    assert padded == ids(plain) and padded
    rows = hst(limit=2000, select_cols="all")["results"]
    assert not [value for row in rows for value in row.values() if isinstance(value, str) and value != value.strip()]


def test_clients_with_a_token_are_answered_alike():
    plain = post("hst", {"limit": 2})
    assert post("hst", {"limit": 2}, Authorization="token 0123456789abcdef", Cookie="mast_token=0123") == plain
