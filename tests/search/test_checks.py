"""Start-up checks: every kind of wrong declaration is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mastsite.search.checks import check_missions, faults
from mastsite.search.declare import Column, DeclarationError, read_columns
from mastsite.search.registry import UnknownMission, get_mission, missions
from tests.search.toy import TOY


def test_every_mission_of_the_site_is_declared_well() -> None:
    assert check_missions(None) == []


def test_the_toy_is_declared_well() -> None:
    assert faults(TOY) == []


def columns(**changes: Any) -> tuple[Column, ...]:
    return (*TOY.columns[:-3], Column(**{"name": "odd", "label": "Odd", "description": "Odd."} | changes))


WRONG = [
    pytest.param({"slug": "Bad Slug"}, "slug", id="slug"),
    pytest.param({"section": "elsewhere"}, "section", id="section"),
    pytest.param({"description": ""}, "description is empty", id="no description"),
    pytest.param({"id_column": "nope"}, "id_column is 'nope'", id="identifier"),
    pytest.param({"id_column": "ang_sep"}, "no table stores", id="identifier is computed"),
    pytest.param({"ra_column": "toy_dec"}, "of kind 'dec'", id="RA of the wrong kind"),
    pytest.param({"dec_column": ""}, "go together", id="RA without Dec"),
    pytest.param({"default_sort": ("-nope",)}, "'-nope'", id="sort"),
    pytest.param({"facets": ("nope",)}, "facets names 'nope'", id="facet"),
    pytest.param({"groups": {"lonely": "Lonely"}}, "lonely", id="empty group"),
    pytest.param({"examples": (("toy_count=x", "No number."),)}, "toy_count=x", id="example search"),
    pytest.param({"columns": columns(group="ghost")}, "ghost", id="group without title"),
    pytest.param({"columns": columns(unit="furlong/fortnight")}, "furlong", id="unit"),
    pytest.param({"columns": columns(kind="integer", example="many")}, "example", id="example"),
    pytest.param({"columns": columns(name="radius")}, "addresses use", id="name of a parameter"),
    pytest.param({"columns": columns(name="hpx29")}, "needs for itself", id="name of the sky index"),
    pytest.param({"columns": columns(name="save")}, "needs for itself", id="name of the model's own"),
    pytest.param({"columns": columns(name="TOY_ID")}, "2 times", id="same name"),
    pytest.param({"columns": columns(label="")}, "label", id="no label"),
]


@pytest.mark.parametrize(("change", "said"), WRONG)
def test_a_wrong_declaration_is_named(change: dict[str, Any], said: str) -> None:
    found = faults(replace(TOY, **change))
    assert any(said in sentence for sentence in found), found


@pytest.mark.parametrize("name", ["two words", "a__b", "a_", "1st", ""])
def test_a_column_name_that_is_no_word_is_refused(name: str) -> None:
    with pytest.raises(DeclarationError, match="name"):
        Column(name, "Label")


def test_a_faulty_columns_file_is_named_with_its_line(tmp_path: Any) -> None:
    header = (
        "name,label,kind,unit,ucd,description,legacy,example,choices,group,default_output,queryable,indexed,decimals"
    )
    (tmp_path / "columns.csv").write_text(f"{header}\na,A,text,,,,,,,,yes,yes,no,\nb,B,colour,,,,,,,,yes,yes,no,\n")
    with pytest.raises(DeclarationError, match=r"line 3.*colour"):
        read_columns(str(tmp_path / "mission.py"))


def test_an_unknown_mission_is_met_with_near_misses() -> None:
    with pytest.raises(UnknownMission, match="hst"):
        get_mission("hts")
    assert list(missions()) == sorted(missions(), key=list(missions()).index)
