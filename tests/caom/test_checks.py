"""A typo in what a mission declares for the model fails at start-up, by name."""

from __future__ import annotations

import pytest

from mastsite.caom.checks import check_observations, faults
from mastsite.search.declare import Fixed, From, Mjd, Observations, Plane, Prefixed, Scaled, Worded
from mastsite.search.registry import get_mission, missions
from tests.api.ask import loaded

HST = Fixed("HST")
WRONG = [
    pytest.param({"obs_colection": HST}, "did you mean 'obs_collection'", id="field"),
    pytest.param({}, "obs_collection is not declared", id="collection"),
    pytest.param({"obsid": HST}, "made by the service", id="computed"),
    pytest.param({"filters": From("sci_spec_123")}, "did you mean 'sci_spec_1234'", id="column"),
    pytest.param({"filters": From("ang_sep")}, "no stored column", id="column of the search"),
    pytest.param({"calib_level": Fixed("2")}, "is '2', which is no whole", id="constant of another kind"),
    pytest.param({"calib_level": Fixed(True)}, "no whole", id="truth for a number"),
    pytest.param({"project": Fixed(" ")}, "is blank", id="blank constant"),
    pytest.param({"t_min": From("sci_start_time")}, "From makes a number of a number", id="date as it is"),
    pytest.param({"t_min": Mjd("sci_targname")}, "Mjd makes a field in MJD of a date", id="date of a text"),
    pytest.param({"t_exptime": Mjd("sci_start_time")}, "Mjd makes a field in MJD of a date", id="date in seconds"),
    pytest.param({"em_min": From("sci_spectrum_start")}, "in Angstrom, and the field is in nm", id="unit"),
    pytest.param({"em_min": Scaled("sci_spectrum_start", 0)}, "factor of more than 0", id="factor 0"),
    pytest.param({"em_min": Scaled("sci_targname", 2)}, "Scaled makes a number of a number", id="scaled text"),
    pytest.param({"t_min": Worded("sci_targname", {"A": "a"})}, "Worded makes words", id="words for a number"),
    pytest.param({"mtFlag": Worded("sci_mtflag", {"T": "yes"})}, "must be true and false", id="words for a truth"),
    pytest.param({"mtFlag": From("sci_mtflag")}, "use Worded", id="text for a truth"),
    pytest.param({"target_name": Prefixed("x", "sci_targname")}, "of a whole number", id="prefix to a text"),
    pytest.param({"target_name": From("sci_ra")}, "From makes a text of a text", id="float as text"),
]


@pytest.mark.parametrize(("fields", "words"), WRONG)
def test_what_is_wrong_is_named(fields, words):
    declared = Observations({"obs_collection": HST} | fields if fields else {})
    said = " ".join(faults(get_mission("hst"), declared))
    assert "mission 'hst': caom.py:" in said and words in said


def test_planes_are_checked_too():
    plane = Plane({"filters": From("no_such")}, where={"nix": ">0", "sci_pep_id": "many"})
    said = " ".join(faults(get_mission("hst"), Observations({"obs_collection": HST}, (plane,))))
    assert "'no_such'" in said and "'nix'" in said and "many" in said
    assert "caom = Observations" in faults(get_mission("hst"), None)[0]


def test_what_is_declared_is_right():
    assert check_observations(None) == []


def test_every_mission_with_rows_is_in_the_model(archive):
    from mastsite.caom.views import views_of

    assert [slug for slug in loaded() if not views_of(missions()[slug])] == []
