"""The field list of every form: each column with the name that addresses take."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from mastsite.legacy.tokens import forms
from mastsite.search.declare import ClassicForm, Mission
from mastsite.search.registry import missions
from tests.legacy.tools import get, infos, lint, table
from tests.pages.html import faults, text

ADDRESS = "/search_fields.php"
HELD = [(form, mission) for form, mission in forms() if not form.not_held]
ABSENT = [form for form, _ in forms() if form.not_held]


@pytest.mark.parametrize(("form", "mission"), HELD, ids=[form.path for form, _ in HELD])
def test_every_column_of_a_form(form: ClassicForm, mission: Mission) -> None:
    html = get(ADDRESS, mission=form.mission_word)
    assert faults(html) == []
    labels, types, found = table(get(ADDRESS, mission=form.path, outputformat="CSV"))
    assert labels == ["Column Name", "Column Label", "Description", "Examples/Valid Values", "Data Type", "Indexed"]
    assert len(types) == len(labels)
    assert [row["Column Name"] for row in found] == [column.name for column in mission.columns]
    for row in found:
        shown = f"<i>{row['Column Name']}</i>" if row["Indexed"] == "1" else row["Column Name"]
        assert f'<th scope="row">{shown}</th>' in html


def test_types_and_labels_are_those_of_the_form() -> None:
    found = {row["Column Name"]: row for row in table(get(ADDRESS, mission="hst", outputformat="CSV"))[2]}
    assert found["sci_ra"]["Data Type"] == "ra" and found["sci_start_time"]["Data Type"] == "datetime"
    assert found["sci_data_set_name"]["Column Label"] == "Dataset" and found["sci_data_set_name"]["Indexed"] == "1"


@pytest.mark.parametrize("form", ABSENT, ids=lambda form: form.path)
def test_forms_that_are_not_held_say_so(form: ClassicForm) -> None:
    html = get(ADDRESS, 404, mission=form.path)
    assert faults(html) == [] and form.not_held.split(".")[0] in text(html)


@pytest.mark.parametrize("slug", sorted(set(missions()) - {form.mission_word for form in ABSENT}))
def test_our_own_words_are_taken_too(slug: str) -> None:
    assert json.loads(get(ADDRESS, mission=slug, outputformat="JSON"))


def test_without_a_mission_it_lists_what_there_is() -> None:
    html = get(ADDRESS)
    assert faults(html) == []
    for form, _ in forms():
        assert form.title.replace("'", "&#x27;") in html


@pytest.mark.parametrize("word", ["nope", "<b>", "hst/../../etc", "h" * 5000, "\x00"])
def test_an_unknown_word_is_told(word: str) -> None:
    response = Client().get(ADDRESS, {"mission": word})
    html = response.content.decode()
    assert response.status_code in (400, 404) and faults(html) == [] and "<b>" not in html
    text_of = Client().get(ADDRESS, {"mission": word, "outputformat": "CSV"})
    assert text_of.status_code in (400, 404) and text_of.content.startswith(b"no rows found")


def test_votable() -> None:
    document = get(ADDRESS, mission="hst", outputformat="VOTable")
    assert lint(document) == [] and infos(document)["QUERY_STATUS"] == ["OK"]


def test_an_unknown_format_is_told() -> None:
    assert "Choose" in get(ADDRESS, 400, mission="hst", outputformat="papyrus")
