"""Every spelling of an address finds its box."""

from __future__ import annotations

import pytest

from mastsite.pages import forms
from mastsite.pages.typed import sort_into_boxes
from mastsite.search.params import Fault
from mastsite.search.registry import get_mission


@pytest.mark.parametrize(
    ("pairs", "boxes"),
    [
        pytest.param([("rows", "25")], {"max_rpp": "25"}, id="rows"),
        pytest.param([("limit", "7")], {"max_records": "7"}, id="limit"),
        pytest.param([("format", "csv")], {"outputformat": "csv"}, id="format"),
        pytest.param([("RA", "10"), ("DEC", "20")], {"ra": "10", "dec": "20"}, id="capitals"),
        pytest.param([("target", "m 31"), ("target", "m 33")], {"target": "m 31; m 33"}, id="two-targets"),
        pytest.param([("target", ""), ("target", "m 33")], {"target": "m 33"}, id="one-empty-target"),
        pytest.param([("SCI_TARGNAME", "M31")], {"sci_targname": "M31"}, id="a-column-in-capitals"),
        pytest.param([("Dataset", "J8*")], {"sci_data_set_name": "J8*"}, id="a-column-by-its-label"),
        pytest.param([("page", "4"), ("after", "x"), ("action", "Search")], {}, id="paging-is-left-out"),
    ],
)
def test_boxes(pairs: list[tuple[str, str]], boxes: dict[str, str]) -> None:
    assert sort_into_boxes(get_mission("hst"), pairs).boxes == boxes


def test_what_has_no_box_goes_to_the_fields_of_ones_own() -> None:
    pairs = [
        ("sci_targname", "A*"), ("sci_targname", "!AB"), ("sci_sun_alt", "> 5"),
        ("extra_column_name_2", "sci_aec"), ("extra_column_value_2", "S"),
    ]  # fmt: skip
    typed = sort_into_boxes(get_mission("hst"), pairs)
    assert typed.boxes == {"sci_targname": "A*"}
    assert typed.extras == [("sci_targname", "!AB"), ("sci_sun_alt", "> 5"), ("sci_aec", "S")]
    form = forms.build(get_mission("hst"), pairs)
    assert [(name.value, text.value) for name, text in form.extras] == typed.extras


def test_sort_keys_of_both_spellings() -> None:
    mission = get_mission("hst")
    assert sort_into_boxes(mission, [("sort", "-sci_targname,sci_pep_id")]).sort == [
        ("sci_targname", True),
        ("sci_pep_id", False),
    ]
    pairs = [("ordercolumn2", "b"), ("ordercolumn1", "a"), ("descending2", "on"), ("ordercolumn3", "")]
    assert sort_into_boxes(mission, pairs).sort == [("a", False), ("b", True)]


def test_a_fault_finds_its_box_by_any_name() -> None:
    mission = get_mission("hst")
    faults = [
        Fault("rows", "x", "Rows."), Fault("Dataset", "..", "Dataset."), Fault("sci_sun_alt", "abc", "Sun."),
        Fault("columns", "x", "Columns."), Fault("unheard_of", "x", "Unheard of."),
    ]  # fmt: skip
    form = forms.build(mission, [("sci_sun_alt", "abc"), ("rows", "x"), ("Dataset", "..")], faults)
    assert [(wrong.sentence, wrong.target) for wrong in form.summary] == [
        ("Rows.", "f-max_rpp"), ("Dataset.", "f-sci_data_set_name"), ("Sun.", "f-extra_column_value_1"),
        ("Columns.", "g-columns"), ("Unheard of.", ""),
    ]  # fmt: skip
    assert form.extras[0][1].errors == ("Sun.",)
