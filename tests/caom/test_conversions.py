"""Values of ours as the model shows them, and conditions of the model as ours."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from astropy.time import Time
from hypothesis import given
from hypothesis import strategies as st

from mastsite.caom.asked import AskError, Exactly, Nothing, Pattern, Range
from mastsite.caom.conditions import of_source
from mastsite.caom.fields import BY_NAME
from mastsite.caom.sources import mjd, scaled, shown
from mastsite.search import criteria
from mastsite.search.declare import Fixed, From, Mjd, Prefixed, Scaled, Worded
from mastsite.search.registry import get_mission

HST = get_mission("hst")
K2 = get_mission("k2")


@pytest.mark.parametrize("iso", ["2009-12-03T10:02:00", "2018-07-25", "1995-01-01T23:59:59.999", "2014-03-11T23:42"])
def test_mjd_is_astropys(iso):
    assert mjd(iso) == pytest.approx(Time(iso, scale="utc").mjd, abs=1e-10)


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2060, 1, 1)))
def test_a_shown_time_finds_itself_and_not_its_neighbours(moment):
    """To the millisecond, as archives write times."""
    iso = moment.isoformat(timespec="milliseconds")
    days = mjd(iso)
    verdict = of_source(HST, BY_NAME["t_min"], Mjd("sci_start_time"), [Range(days, days)])
    test = criteria.parse(HST.column("sci_start_time"), verdict).terms[0].test
    stored = iso.removesuffix(".000")
    assert test.low.start <= stored < test.high.end
    before = (moment - timedelta(milliseconds=1)).isoformat(timespec="milliseconds")
    after = (moment + timedelta(milliseconds=1)).isoformat(timespec="milliseconds")
    assert not test.low.start <= before < test.high.end and not test.low.start <= after < test.high.end


@given(st.floats(1, 1e6).map(lambda x: float(f"{x:.10g}")))
def test_a_scaled_number_finds_itself(number):
    seen = scaled(number, 0.1)
    verdict = of_source(HST, BY_NAME["em_min"], Scaled("sci_spectrum_start", 0.1), [Range(seen, seen)])
    test = criteria.parse(HST.column("sci_spectrum_start"), verdict).terms[0].test
    assert test.low.value <= number <= test.high.value


WORDS = Worded("sci_obs_type", {"IMAGE": "image", "SPECTRUM": "spectrum", "ACQ": "image"})
KTWO = Prefixed("ktwo", "id", 9)
VERDICTS = [
    (HST, "dataproduct_type", WORDS, [Exactly("Image")], '"image", "acq"'),
    (HST, "dataproduct_type", WORDS, [Pattern(("spec", ""))], '"spectrum"'),
    (HST, "dataproduct_type", WORDS, [Exactly("cube")], False),
    (HST, "dataproduct_type", WORDS, [Nothing()], '!"image", !"spectrum", !"acq"'),
    (HST, "dataproduct_type", WORDS, [Nothing(), Exactly("image")], '!"spectrum"'),
    (HST, "dataproduct_type", WORDS, [Nothing(), Pattern(("", ""))], True),
    (HST, "obs_collection", Fixed("HST"), [Exactly("hst")], True),
    (HST, "obs_collection", Fixed("HST"), [Exactly("H")], False),
    (HST, "obs_collection", Fixed("HST"), [Pattern(("h", "t"))], True),
    (HST, "obs_collection", Fixed("HST"), [Nothing()], False),
    (HST, "filters", Fixed("NUV;FUV"), [Exactly("FUV")], True),
    (HST, "filters", Fixed("NUV;FUV"), [Exactly("UV")], False),
    (HST, "calib_level", Fixed(2), [Exactly("2")], True),
    (HST, "calib_level", Fixed(2), [Exactly("2.0"), Exactly("x")], True),
    (HST, "calib_level", Fixed(2), [Range(3, None)], False),
    (HST, "em_min", Fixed(90.5), [Range(None, 100)], True),
    (HST, "target_name", From("sci_targname"), [Exactly('a"b'), Nothing()], '"a""b", null'),
    (HST, "target_name", From("sci_targname"), [Pattern(("", "NGC 224", ""))], '*"NGC 224"*'),
    (HST, "target_name", From("sci_targname"), [Pattern(("", ""))], "!null"),
    (HST, "t_exptime", From("sci_actual_duration"), [Range(None, None)], "!null"),
    (HST, "t_exptime", From("sci_actual_duration"), [Range(1e-5, 1e16)], "0.00001..10000000000000000"),
    (HST, "proposal_id", From("sci_pep_id"), [Exactly("GO"), Pattern(("G", ""))], False),
    (HST, "proposal_id", From("sci_pep_id"), [Range(8000, 9000)], "8000..9000"),
    (K2, "target_name", KTWO, [Exactly("KTWO201367065")], "201367065"),
    (K2, "target_name", KTWO, [Exactly("ktwo2013"), Exactly("201367065")], False),
    (K2, "target_name", KTWO, [Pattern(("ngc", ""))], False),
    (K2, "target_name", KTWO, [Pattern(("", "ngc", ""))], False),
    (K2, "target_name", KTWO, [Pattern(("kt", ""))], "!null"),
]  # fmt: skip


@pytest.mark.parametrize(("mission", "field", "source", "tests", "verdict"), VERDICTS)
def test_verdicts(mission, field, source, tests, verdict):
    assert of_source(mission, BY_NAME[field], source, tests) == verdict


@pytest.mark.parametrize(
    ("field", "source", "test"),
    [
        ("target_name", KTWO, Pattern(("", "31", ""))),
        ("target_name", KTWO, Range(1, 2)),
        ("proposal_id", From("id"), Pattern(("1", "2"))),
    ],
)
def test_what_no_condition_says_is_refused(field, source, test):
    with pytest.raises(AskError, match="K2|list of values"):
        of_source(K2, BY_NAME[field], source, [test])


def test_shown():
    assert shown(KTWO, BY_NAME["target_name"])(60_000_123) == "ktwo060000123"
    assert shown(From("sci_pep_id"), BY_NAME["proposal_id"])(8018) == "8018"
    assert shown(Worded("sci_mtflag", {"T": "true", "F": "false"}), BY_NAME["mtFlag"])("f") is False
    assert shown(WORDS, BY_NAME["dataproduct_type"])("other") is None
    assert shown(Mjd("sci_start_time"), BY_NAME["t_min"])(None) is None
