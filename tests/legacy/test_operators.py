"""The signs of the classic forms in the one grammar, and over real rows."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mastsite.legacy.operators import EXAMPLES, any_of, condition
from mastsite.search import criteria, engine
from mastsite.search.criteria import CriterionError, IsNull, spell
from mastsite.search.declare import Column
from mastsite.search.query import Query
from mastsite.search.registry import get_mission


def column(kind: str) -> Column:
    return Column("a_column", "A Column", kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(("typed", "kind", "new"), EXAMPLES, ids=[f"{kind} {typed}" for typed, kind, _new in EXAMPLES])
def test_an_old_condition_is_the_new_one_of_the_documentation(typed: str, kind: str, new: str) -> None:
    read = condition(column(kind), typed)
    assert read == criteria.parse(column(kind), new)
    assert spell(column(kind), read) == spell(column(kind), criteria.parse(column(kind), new))
    assert criteria.parse(column(kind), spell(column(kind), read)) == read, "what is spelt is read as the same"


@pytest.mark.parametrize("text", ["", "  "])
def test_a_blank_box_is_no_condition(text: str) -> None:
    assert condition(column("text"), text) is None


@pytest.mark.parametrize(
    ("typed", "added"),
    [("!A", True), ("!= A, != B", True), ("!A, B", False), ("!null", False), ("!A, !null", False), ("null", False)],
)
def test_only_what_excludes_leaves_out_rows_without_a_value(typed: str, added: bool) -> None:
    plain, old = criteria.parse(column("text"), typed), condition(column("text"), typed)
    assert plain and old
    assert (old != plain) is added
    assert any(isinstance(term.test, IsNull) and term.negated for term in old.terms) or not added


def test_values_of_brackets_are_alternatives() -> None:
    assert any_of(["S", " ", "C "]) == "S, C"


@given(st.sampled_from(["text", "integer", "float", "datetime", "ra", "boolean", "substring"]), st.text(max_size=40))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_a_condition_or_a_sentence(kind: str, text: str) -> None:
    try:
        read = condition(column(kind), text)
    except CriterionError as error:
        assert error.message
    else:
        assert read is None or criteria.parse(column(kind), spell(column(kind), read)) == read


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("sci_instrume", "!=STIS"),
        ("sci_aper_1234", "! 52X0.1"),
        ("sci_pep_id", "!=8018"),
        ("sci_refnum", "!= 1"),
        ("sci_start_time", "!1999"),
    ],
)
def test_not_is_what_it_was_over_real_rows(archive: None, name: str, typed: str) -> None:
    mission = get_mission("hst")
    asked = mission.column(name)

    def count(text: str) -> int:
        read = condition(asked, text)
        return engine.count(Query(mission, criteria=(read,) if read else ()), cap=None).value

    positive = typed.lstrip("!= ")
    assert count(typed) == count("") - count(positive) - count("\\null")
    assert count("\\null") + count("!\\null") == count("")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("sci_targname", "NGC224%", "NGC224*"),
        ("sci_actual_duration", "100 .. 200", "100..200"),
        ("sci_instrume", "stis,fos", "STIS | FOS"),
        ("sci_start_time", "Jan 1, 1999..Dec 31, 1999", "1999"),
        ("sci_start_time", "01-01-1999..12-31-1999", "1999"),
        ("sci_target_descrip", "~GALAXY", "*GALAXY*"),
        ("sci_spec_1234", "==E140M", "E140M"),
    ],
)
def test_old_and_new_spellings_find_the_same_rows(archive: None, name: str, old: str, new: str) -> None:
    mission = get_mission("hst")
    counts = []
    for read in (condition(mission.column(name), old), criteria.parse(mission.column(name), new)):
        assert read
        counts.append(engine.count(Query(mission, criteria=(read,)), cap=None).value)
    assert counts[0] == counts[1] > 0
