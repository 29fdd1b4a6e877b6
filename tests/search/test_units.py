"""Numbers as typed, with units, and what cannot be one."""

import subprocess
import sys
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mastsite.search.declare import Column
from mastsite.search.units import Number, number_text, parse_bound, parse_number, parse_range

COLUMNS = {
    "integer": Column("program", "Program", "integer"),
    "ticks": Column("ticks", "Ticks", "integer", unit="s"),
    "time": Column("exptime", "Exp Time", "float", unit="s"),
    "wave": Column("wave", "Wavelength", "float", unit="Angstrom"),
    "frequency": Column("frequency", "Frequency", "float", unit="GHz"),
    "angle": Column("separation", "Separation", "float", unit="arcmin"),
    "flux": Column("flux", "Flux", "float", unit="erg / (s cm2 Angstrom)"),
    "bare": Column("z", "Redshift", "float"),
    "ra": Column("ra", "RA", "ra", unit="deg"),
    "dec": Column("dec", "Dec", "dec", unit="deg"),
}

READ = [
    ("time", "300", 300.0),
    ("time", "+300", 300.0),
    ("time", "-300", -300.0),
    ("time", "−300", -300.0),
    ("time", ".5", 0.5),
    ("time", "5.", 5.0),
    ("time", "1.5e3", 1500.0),
    ("time", "1E3", 1000.0),
    ("time", "1d3", 1000.0),
    ("time", "1D-3", 0.001),
    ("time", "-0", 0.0),
    ("time", "5 min", 300.0),
    ("time", "5min", 300.0),
    ("time", "5   min", 300.0),
    ("time", "2 h", 7200.0),
    ("time", "2 hours", 7200.0),
    ("time", "2 HRS", 7200.0),
    ("time", "90 sec", 90.0),
    ("time", "90 Seconds", 90.0),
    ("time", "1 d", 86400.0),
    ("time", "1 day", 86400.0),
    ("time", "100 ms", 0.1),
    ("wave", "450 nm", 4500.0),
    ("wave", "4500 A", 4500.0),
    ("wave", "4500 Å", 4500.0),
    ("wave", "4500 angstroms", 4500.0),
    ("wave", "0.45 micron", 4500.0),
    ("wave", "0.45 microns", 4500.0),
    ("wave", "0.45 um", 4500.0),
    ("wave", "0.45 µm", 4500.0),
    ("wave", "0.45 μm", 4500.0),
    ("wave", "299792.458 GHz", 10_000_000 / 1000),
    ("wave", "299792.458 ghz", 10_000.0),
    ("wave", "1 keV", 12.39841984332),
    ("wave", "1 kev", 12.39841984332),
    ("frequency", "1 cm", 29.9792458),
    ("angle", "30 arcsec", 0.5),
    ("angle", '30"', 0.5),
    ("angle", "2'", 2.0),
    ("angle", "1 deg", 60.0),
    ("angle", "1°", 60.0),
    ("flux", "1e-14 erg/s/cm2/AA", 1e-14),
    ("flux", "1 W/m^2/um", 0.1),
    ("bare", "0.3", 0.3),
    ("integer", "12", 12),
    ("integer", "+12", 12),
    ("integer", "12.0", 12),
    ("integer", "1e3", 1000),
    ("integer", "007", 7),
    ("integer", "9223372036854775807", 2**63 - 1),
    ("integer", "-9223372036854775808", -(2**63)),
    ("ticks", "5 min", 300),
    ("ra", "0", 0.0),
    ("ra", "360", 360.0),
    ("ra", "10.6847", 10.6847),
    ("dec", "-90", -90.0),
]  # fmt: skip


@pytest.mark.parametrize(("key", "typed", "value"), READ, ids=[f"{row[0]} {row[1]}" for row in READ])
def test_reads(key, typed, value):
    number = parse_number(typed, COLUMNS[key])
    assert number == Number(value)
    assert isinstance(number.value, type(value))


def test_what_was_typed_is_kept_only_when_it_was_converted():
    assert parse_number("5  min", COLUMNS["time"]).typed == "5 min"
    assert parse_number("300", COLUMNS["time"]).typed == ""


def test_what_was_typed_does_not_count_for_equality():
    assert parse_number("450 nm", COLUMNS["wave"]) == parse_number("4500", COLUMNS["wave"])


REFUSED = [
    ("time", "abc", "is not a number. Type a number in s"),
    ("time", "", "is not a number"),
    ("time", "inf", "is not a number"),
    ("time", "NaN", "is not a number"),
    ("time", "1_000", "is not a number"),
    ("time", "1 000", "is not a number"),
    ("time", "0x10", "has “x10” for a unit"),
    ("time", "٣", "is not a number"),
    ("time", "1e999", "is too large for a number"),
    ("time", "1e-999", "is too small for a number"),
    ("time", "2-5", "If it is a range, type 2..5"),
    ("time", "2 – 5", "If it is a range, type 2..5"),
    ("time", "5 and < 10", "joins two conditions"),
    ("time", "5 foo", "has “foo” for a unit, which is not known"),
    ("time", "5 nm", "cannot be converted to s, the unit of Exp Time"),
    ("time", "5 km/s", "cannot be converted to s, the unit of Exp Time"),
    ("time", "5 mag", "cannot be converted to s, the unit of Exp Time"),
    ("wave", "0 GHz", "has no value in Angstrom, the unit of Wavelength"),
    ("wave", "5 s", "cannot be converted to Angstrom, the unit of Wavelength"),
    ("bare", "5 s", "has a unit, and Redshift has none. Type 5."),
    ("integer", "5 s", "has a unit, and Program has none. Type 5."),
    ("integer", "7.5", "is not a whole number, and Program holds whole numbers. Type 7 or 8"),
    ("integer", "-7.5", "Type -8 or -7, or a range such as -8..-7"),
    ("integer", "abc", "is not a whole number"),
    ("integer", "9223372036854775808", "too large for a whole number of 64 bits"),
    ("integer", "1e300", "too large for a whole number of 64 bits"),
    ("integer", "1e999", "is too large"),
    ("integer", "1e-999", "is too small"),
    ("ticks", "0.5 s", "is not a whole number"),
    ("ra", "400", "is 400 degrees, and RA runs from 0 to 360"),
    ("ra", "-1", "is -1 degrees, and RA runs from 0 to 360"),
    ("dec", "91", "is 91 degrees, and Dec runs from -90 to 90"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "typed", "reason"), REFUSED, ids=[f"{row[0]} {row[1] or 'blank'}" for row in REFUSED])
def test_refuses_with_a_reason_and_a_remedy(key, typed, reason):
    with pytest.raises(ValueError) as caught:
        parse_number(typed, COLUMNS[key])
    assert f"“{typed}”" in str(caught.value)
    assert reason in str(caught.value)
    assert "ype" in str(caught.value)


@pytest.mark.parametrize("typed", ["1" * 300, "1" + " " + "x" * 300], ids=["figures", "unit"])
def test_a_long_text_is_refused_at_once_and_shown_in_part(typed):
    with pytest.raises(ValueError, match="…” is longer than any number"):
        parse_number(typed, COLUMNS["time"])
    with pytest.raises(ValueError, match="…” is longer than any number"):
        parse_range("1", typed, COLUMNS["time"])


def test_a_unit_of_the_opposite_order_turns_the_operator():
    op, number = parse_bound(">", "299792.458 GHz", COLUMNS["wave"])
    assert (op, number, number.typed) == ("<", Number(10_000.0), "> 299792.458 GHz")


def test_a_unit_of_the_same_order_keeps_the_operator():
    op, number = parse_bound(">=", "450 nm", COLUMNS["wave"])
    assert (op, number, number.typed) == (">=", Number(4500.0), "450 nm")


RANGES = [
    ("time", "2", "5", 2, 5),
    ("time", "2 min", "5 min", 120, 300),
    ("time", "2", "5 min", 120, 300),
    ("time", "30 s", "5 min", 30, 300),
    ("wave", "300", "500 nm", 3000, 5000),
    ("wave", "149896.229", "299792.458 GHz", 10_000, 20_000),
    ("ra", "350", "10", 350, 10),
]


@pytest.mark.parametrize(
    ("key", "low", "high", "least", "most"), RANGES, ids=[f"{r[0]} {r[1]}..{r[2]}" for r in RANGES]
)
def test_ranges(key, low, high, least, most):
    assert parse_range(low, high, COLUMNS[key]) == (Number(least), Number(most))


BAD_RANGES = [
    ("time", "5", "2", "Type 2..5."),
    ("time", "5 min", "2 min", "Type 2 min..5 min."),
    ("time", "5", "2 min", "Type 2..5 min."),
    ("wave", "2", "1 GHz", "Type 1..2 GHz."),
    ("time", "2 min", "500", "has a unit after its first end only"),
    ("dec", "5", "-5", "Type -5..5."),
    ("ra", "10", "11h", "has one end in degrees and one not"),
]


@pytest.mark.parametrize(
    ("key", "low", "high", "reason"), BAD_RANGES, ids=[f"{r[0]} {r[1]}..{r[2]}" for r in BAD_RANGES]
)
def test_bad_ranges(key, low, high, reason):
    with pytest.raises(ValueError) as caught:
        parse_range(low, high, COLUMNS[key])
    assert f"“{low}..{high}”" in str(caught.value)
    assert reason in str(caught.value)


@pytest.fixture
def position(monkeypatch):
    """A stand-in for the position module, so that only the call of it is tested here."""
    module = ModuleType("mastsite.search.position")

    def parse_angle(text, axis):
        if text == "99:99:99":
            raise ValueError("99 minutes are too many.")
        return {"ra": 10.684583, "dec": 41.269028}[axis]

    module.parse_angle = parse_angle
    monkeypatch.setitem(sys.modules, "mastsite.search.position", module)


def test_a_sexagesimal_angle_is_read_by_the_position_module(position):
    number = parse_number("00 42 44.3", COLUMNS["ra"])
    assert (number, number.typed) == (Number(10.684583), "00 42 44.3")
    assert parse_number("41d16m08.5s", COLUMNS["dec"]) == Number(41.269028)


def test_the_position_modules_reason_is_passed_on(position):
    with pytest.raises(ValueError, match="99 minutes are too many"):
        parse_number("99:99:99", COLUMNS["ra"])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_floats_text_reads_as_the_float(value):
    assert parse_number(number_text(value), COLUMNS["bare"]).value == value


@given(st.integers(-(2**63), 2**63 - 1))
def test_an_integers_text_reads_as_the_integer(value):
    assert parse_number(number_text(value), COLUMNS["integer"]).value == value


@given(
    st.sampled_from(sorted(set(COLUMNS) - {"ra", "dec"})),
    st.text(max_size=20) | st.from_regex(r"[0-9.]{1,5} ?[a-zA-Z0-9/^()*]{0,9}", fullmatch=True),
)
def test_any_text_is_a_number_or_a_value_error(key, text):
    try:
        number = parse_number(text, COLUMNS[key])
    except ValueError as error:
        refusal = str(error)
    else:
        refusal = ""
    if refusal:
        assert refusal.startswith("“")
    else:
        assert parse_number(number_text(number.value), COLUMNS[key]) == number


def test_astropy_is_not_imported_until_a_unit_is_typed():
    program = (
        "import sys; from mastsite.search.criteria import parse; from mastsite.search.declare import Column\n"
        "column = Column('t', 'T', 'float', unit='s')\n"
        "parse(column, '2..5, > 300'); assert 'astropy' not in sys.modules\n"
        "parse(column, '5 min'); assert 'astropy' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
