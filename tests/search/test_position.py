"""Positions, angles and radii: every row of docs/positions.md, astropy as judge, and texts made of anything."""

import math
import re
import subprocess
import sys
from pathlib import Path

import pytest
from astropy import units as u
from astropy.coordinates import FK4, FK5, Angle, SkyCoord
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mastsite.search.position import (
    EQUINOXES,
    PositionError,
    format_dec,
    format_ra,
    looks_like_position,
    parse_angle,
    parse_position,
    parse_radius,
    spoken_dec,
    spoken_ra,
)

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "positions.md").read_text(encoding="utf-8")
HOURS = (u.hourangle, u.deg)
FIVE_MICROARCSEC = 5e-6 / 3600


def table(first_heading, last_heading):
    """Rows of every table in the document with these outer headings, as lists of cells without their backquotes."""
    rows, inside = [], False
    for line in DOCUMENT.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if cells and cells[0] == first_heading and cells[-1] == last_heading:
            inside = True
        elif not cells:
            inside = False
        elif inside and not set(line) <= set("|-"):
            rows.append([cells[0][1:-1], *cells[1:]])
    return rows


def near(position, coord, limit_deg=FIVE_MICROARCSEC):
    return SkyCoord(position.ra_deg, position.dec_deg, unit="deg").separation(coord.icrs).deg < limit_deg


def three_parts(error, text):
    """What was read (quoted), what is wrong, what to type."""
    message = str(error.value)
    assert re.fullmatch(r"“.*” .+; (type|write|put|name|choose) .+\.", message, re.DOTALL), message
    assert message.isprintable() and "\n" not in message
    quoted = message[1 : message.index("”")].rstrip("…").split("�")[0]
    assert " ".join(text.split()).startswith(quoted.strip()), message


# --- The document ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "ra", "dec", "reading"), table("type", "read as"))
def test_every_documented_position_is_read_as_documented(text, ra, dec, reading):
    position = parse_position(text)
    assert (f"{position.ra_deg:.6f}", f"{position.dec_deg:.6f}") == (ra, dec)
    assert position.reading == reading
    assert looks_like_position(text)


@pytest.mark.parametrize(("text", "ra", "dec", "reading"), table("name", "read as"))
def test_every_documented_name_goes_to_the_resolvers_and_can_still_be_read(text, ra, dec, reading):
    position = parse_position(text)
    assert (f"{position.ra_deg:.6f}", f"{position.dec_deg:.6f}") == (ra, dec)
    assert position.reading == reading
    assert not looks_like_position(text)


@pytest.mark.parametrize(("text", "answer"), table("type", "answer"))
def test_every_documented_question_is_asked(text, answer):
    with pytest.raises(PositionError) as error:
        parse_position(text)
    assert str(error.value) == f"“{text}” {answer}."


@pytest.mark.parametrize(("text", "arcmin"), table("radius", "arcminutes"))
def test_every_documented_radius_is_read(text, arcmin):
    assert parse_radius(text) == pytest.approx(float(arcmin), rel=1e-6)


def test_the_document_has_its_tables():
    assert len(table("type", "read as")) > 40
    assert len(table("name", "read as")) > 3
    assert len(table("type", "answer")) > 8
    assert len(table("radius", "arcminutes")) > 15


# --- Against astropy ------------------------------------------------------------------------------------------------

M31 = SkyCoord("00 42 44.35 +41 16 08.6", unit=HOURS)
JUDGED = [
    ("00 42 44.35 +41 16 08.6", "J2000", M31),
    ("00h42m44.35s+41d16m08.6s", "J2000", M31),
    ("00h42m44.35s, 41d16m08.6s", "J2000", M31),
    ("00 42 44.35 / +41 16 08.6", "J2000", M31),
    ("00 42 44.35 | 41 16 08.6", "J2000", M31),
    ("00 42 44.35; 41 16 08.6", "J2000", M31),
    ("00:42:44.35\t41:16:08.6", "J2000", M31),
    ("00:42:44.35:41:16:08.6", "J2000", M31),
    ("00 : 42 : 44.35  + 41 : 16 : 08.6", "J2000", M31),
    ("00 42 44.35 41:16:08.6", "J2000", M31),
    ("00:42:44.35 41 16 08.6", "J2000", M31),
    ("0 42m44.35s 41 16m 8.6s", "J2000", M31),
    ("0h42m44.35 41d16m08.6", "J2000", M31),
    ("004244.35 411608.6", "J2000", M31),
    ("00424435+4116086", "J2000", M31),
    ("R.A. = 00h 42m 44.35s, Decl. = +41° 16′ 08.6″", "J2000", M31),
    ("Right Ascension 00:42:44.35 Declination +41:16:08.6", "J2000", M31),
    ("α=00:42:44.35 δ=+41:16:08.6", "J2000", M31),
    ("RA(J2000) 00:42:44.35 Dec(J2000) +41:16:08.6", "J2000", M31),
    ("ra=00:42:44.35&dec=+41:16:08.6", "J2000", M31),
    ("ra 00 42 44.35 +41 16 08.6", "J2000", M31),
    ("\ufeff00\u00a042\u200944.35 \uff0b41 16 08.6\u200b", "J2000", M31),
    ("10.684792 +41 16 08.6", "J2000", SkyCoord(10.684792, Angle("41d16m08.6s").deg, unit="deg")),
    ("0h42m44 41.269", "J2000", SkyCoord("0h42m44s", "41.269d")),
    ("00 42 44.35 -00 00 36", "J2000", SkyCoord("00 42 44.35 -00 00 36", unit=HOURS)),
    ("05 34 31.9 -0.5", "J2000", SkyCoord("05h34m31.9s", "-0.5d")),
    ("12.5h -30", "J2000", SkyCoord(187.5, -30, unit="deg")),
    ("10 20", "J2000", SkyCoord(10, 20, unit="deg")),
    ("+10.5, -.5", "J2000", SkyCoord(10.5, -0.5, unit="deg")),
    ("0 0", "J2000", SkyCoord(0, 0, unit="deg")),
    ("359.9999999 90", "J2000", SkyCoord(359.9999999, 90, unit="deg")),
    ("00 40 00 +40 59 43", "B1950", SkyCoord("00 40 00 +40 59 43", unit=HOURS, frame=FK4(equinox="B1950"))),
    ("00 40 00 +40 59 43", "b1950.0", SkyCoord("00 40 00 +40 59 43", unit=HOURS, frame=FK4(equinox="B1950"))),
    ("10.0, +40.9953", "B1950", SkyCoord(10.0, 40.9953, unit="deg", frame=FK4(equinox="B1950"))),
    ("00 37 16 +40 43 16", "B1900", SkyCoord("00 37 16 +40 43 16", unit=HOURS, frame=FK4(equinox="B1900"))),
    ("00 37 16 +40 43 16 FK4 B1900", "J2000", SkyCoord("00 37 16 +40 43 16", unit=HOURS, frame=FK4(equinox="B1900"))),
    ("00 42 44.35 +41 16 08.6 J2000", "B1950", M31),
    ("J2000.0 00 42 44.35 +41 16 08.6", "galactic", M31),
    ("00 42 44.35 +41 16 08.6 ICRS J2000", "B1950", M31),
    ("00 42 44.35 J2000 +41 16 08.6", "B1950", M31),
    ("00 42 44.35 +41 16 08.6, equinox=J2000", "B1950", M31),
    ("00 42 44.35 +41 16 08.6 epoch 2000.0", "B1950", M31),
    ("00 42 44.35 +41 16 08.6", "FK5", SkyCoord("00 42 44.35 +41 16 08.6", unit=HOURS, frame=FK5())),
    ("FK5 J1991.25 10.5 41.2", "J2000", SkyCoord(10.5, 41.2, unit="deg", frame=FK5(equinox="J1991.25"))),
    ("B1875 10.5 41.2", "J2000", SkyCoord(10.5, 41.2, unit="deg", frame=FK4(equinox="B1875"))),
    ("121.17 -21.57", "galactic", SkyCoord(121.17, -21.57, unit="deg", frame="galactic")),
    ("(gal) 121.17 -21.57", "B1950", SkyCoord(121.17, -21.57, unit="deg", frame="galactic")),
    ("GLON=121.17, GLAT=-21.57", "J2000", SkyCoord(121.17, -21.57, unit="deg", frame="galactic")),
    ("b=-21.57 l=121.17", "J2000", SkyCoord(121.17, -21.57, unit="deg", frame="galactic")),
    ("0 90 gal", "J2000", SkyCoord(0, 90, unit="deg", frame="galactic")),
    ("27.85 33.35", "ecliptic", SkyCoord(27.85, 33.35, unit="deg", frame="barycentricmeanecliptic")),
    ("ecl J2000 27.85 33.35", "J2000", SkyCoord(27.85, 33.35, unit="deg", frame="barycentricmeanecliptic")),
    ("λ=27.85 β=33.35", "J2000", SkyCoord(27.85, 33.35, unit="deg", frame="barycentricmeanecliptic")),
    ("J004244.35+411608.6", "B1950", M31),
    ("j004244.35−411608.6", "J2000", SkyCoord("00 42 44.35 -41 16 08.6", unit=HOURS)),
    ("SDSSJ004244.35+411608.6", "J2000", M31),
    ("2MASS 05352184-0546085", "J2000", SkyCoord("05 35 21.84 -05 46 08.5", unit=HOURS)),
    ("2MASX J00424435+4116086", "J2000", M31),
    ("[ABC2001] J004244.35+411608.6", "J2000", M31),
    ("J0042.7+4116.1", "J2000", SkyCoord("00 42.7 +41 16.1", unit=HOURS)),
    ("B0531+219", "J2000", SkyCoord("05h31m", "21.9d", frame=FK4(equinox="B1950"))),
    ("PKS 0537-441", "J2000", SkyCoord("05h37m", "-44.1d", frame=FK4(equinox="B1950"))),
    ("PSR J0437-4715", "J2000", SkyCoord("04h37m", "-47d15m")),
]


@pytest.mark.parametrize(("text", "equinox", "expected"), JUDGED, ids=[f"{row[0]} in {row[1]}" for row in JUDGED])
def test_positions_are_where_astropy_has_them(text, equinox, expected):
    position = parse_position(text, equinox)
    assert near(position, expected)
    assert 0 <= position.ra_deg < 360 and -90 <= position.dec_deg <= 90


@pytest.mark.parametrize("equinox", [*EQUINOXES, "galactic", "ecliptic", "Galactic", "gal", "ICRS", "FK4", "J1991.25"])
def test_the_system_of_the_box_is_told_in_the_reading(equinox):
    reading = parse_position("10.5 20.5", equinox).reading
    word = {"ICRS": "J2000", "FK4": "B1950", "gal": "galactic", "Galactic": "galactic"}.get(equinox, equinox)
    assert reading.startswith(f"decimal degrees, {word}")


# --- Position or name -----------------------------------------------------------------------------------------------

NAMES = """M 31|m31|NGC 205|HD 209458|3C 273|3C273|47 Tuc|51 Peg|61 Cyg|30 Dor|24 Sex|55 Cnc e|SN 1987A|WASP-12
1E 0657-56|Abell 2744|BD+60 2522|BD -16 1591|CD-38 245|PSR B0531+21|PSR B1257+12|B0531+21|IRAS 05358-0704|IC 10
UGC 12158|G 29-38|GJ 1214|LHS 1140|L 98-59|L 98-59 b|LP 944-20|IRC+10216|TOI-700 d|K2-18|Kepler-10 b|TRAPPIST-1|HAT-P-7
Mrk 421|Sgr A*|l Car|h Per|h and chi Persei|b Per|s Eri|eta Car|delta Sct|alpha Cen|beta Pic|lambda Ori|RA Tau
DE CVn|R 136|S 308|S106|B 33|Barnard 33|ESO 137-001|2003 UB313|C/2019 Y4|67P|1I/Oumuamua|433 Eros|GRB 170817A
GW170817|AT 2018cow|J1407b|V1400 Cen|PSR J0737-3039A|PSR J0437-4715|RX J0852.0-4622|PKS 0537-441|QSO 0957+561
0957+561|1957+20|1700-37|4U 1700-37|1ES 1959+650|1H 0707-495|1H0323+342|2S 0114+650|2M1207|2M1207b|2M 1207
HE 0107-5240|S5 0014+81|XTE J1810-197|G1.9+0.3|SNR G184.6-05.8|2MASS J05352184-0546085 B|8462852|TIC 261136679
261136679|EPIC 201912552|8462852, 11446443|J2000|B1950|gal|ra|dec|Moon|Jupiter|none|*|M*|2..5|> 10|< 5
10..20 30..40|5'30"|2012-05-01|2012-05-01 12:00:00||   |nan nan|inf|-|+|,|1.2.3 4.5.6|M 31, M 33
10.68 41.27, 83.63 22.01|10.68 -41.27, 83.63 -22.01|NGC 1 2 3|𝟙𝟘 𝟚𝟘|١٠ ٢٠|Cl* NGC 6397|V* RR Lyr|+|4C 41.17""".replace(
    "\n", "|"
)


@pytest.mark.parametrize("text", NAMES.split("|"))
def test_names_lists_and_conditions_are_no_positions(text):
    assert not looks_like_position(text)


MEANT = """400 +95|RA 400|10 95|10.5|10.6847|12:34:56|00 42 75 +41 16 00|10,5 41,2|J9999+9999|gal 10h 5
10 20 30 40 50 60 70|RA=abc Dec=def|00 42 44 41 16|J004244.35+411608.6|J0042+4116|2MASS J05352184-0546085|CXOU J004244.3+411608|b=5 l=91
10 41 J2000 B1950|-10 5|10.68 41.27|00 42 41, 10 16 20|1RXS J185635.1-375438|AGAL G010.3420-00.1420"""


@pytest.mark.parametrize("text", MEANT.replace("\n", "|").split("|"))
def test_what_is_meant_as_a_position_is_taken_as_one_even_where_it_fails(text):
    assert looks_like_position(text)


# --- Refusals -------------------------------------------------------------------------------------------------------

REFUSED = [
    ("", "is empty"),
    ("  \t ", "is empty"),
    ("\u200b", "is empty"),
    ("M 31", "is not a position"),
    ("nan nan", "is not a position"),
    ("10.5", "has one coordinate"),
    ("RA 400", "has one coordinate"),
    ("12:34:56", "has one coordinate"),
    ("-0d09m43.6s", "has one coordinate"),
    ("0h 42m 44.35s", "has one coordinate"),
    ("10 +41.27 foo", "has “foo”"),
    ("ra=10 dec=foo", "is not a position"),
    ("10.5 20.5 30.5", "before another part"),
    ("0h 42m 44 41.269", "parted in two ways"),
    ("00 42 44 41 16", "parted in two ways"),
    ("10 20 30 40 50 60 70", "has 7 numbers"),
    ("2012-05-01", "more than one sign"),
    ("10,5 41,2", "comma"),
    ("10,6847;41,2690", "comma"),
    ("400 +95", "right ascension 400"),
    ("361 0", "type 1 if more"),
    ("360.0001 0", "beyond 360"),
    ("1e99 0", "beyond 360"),
    ("-10 5", "type 350"),
    ("-0h30m -5d", "type 23.5h"),
    ("24 00 00.1 +10 00 00", "in hours"),
    ("24.5h +10", "type hours below 24"),
    ("10 90.0001", "beyond the poles"),
    ("10 -90 00 01", "beyond the poles"),
    ("00 42 60 +41 16 00", "60 seconds"),
    ("00 60 00 +41 16 00", "60 minutes"),
    ("00 42 44 +41 16 75", "75 seconds in its declination"),
    ("00 42 44 +41 75 00", "75 minutes in its declination"),
    ("10 h 5 41 h", "declination in hours"),
    ("gal 10h 5", "longitude in hours"),
    ("gal 400 5", "longitude 400"),
    ("gal 10 95", "latitude 95"),
    ("42m 44s +41 16 09", "without hours or degrees"),
    ("10s 5m +41 16 09", "without hours or degrees"),
    ("10h 5s +41 16 09", "out of their order"),
    ("10 20 J2000 B1950", "J2000 and B1950"),
    ("gal 10 20 B1950", "galactic and B1950"),
    ("l=10 b=20 ecliptic", "ecliptic and galactic"),
    ("FK4 J2000 10 20", "FK4 and J2000"),
    ("ra=10 dec=20 gal", "labelled RA and Dec"),
    ("0957+561", "neither J2000 nor B1950"),
    ("J9999+9999", "99 minutes"),
    ("J2530+4116", "25 30 in hours"),
    ("J0042+412.5", "odd number"),
    ("<script>alert(1)</script>", "is not a position"),
    ("10 \x00 20", "no part of a position"),
    ("1" * 201, "has 201 characters"),
]


@pytest.mark.parametrize(("text", "wrong"), REFUSED, ids=[repr(text[:40]) for text, _ in REFUSED])
def test_what_is_no_position_is_refused_in_three_parts(text, wrong):
    with pytest.raises(PositionError, match=re.escape(wrong)) as error:
        parse_position(text)
    three_parts(error, text)


@pytest.mark.parametrize("equinox", ["", "J3000", "2000", "FK9", "moon", "B" * 300])
def test_an_unknown_equinox_is_refused_with_the_choices(equinox):
    with pytest.raises(PositionError, match="choose J2000, B1950, B1900, galactic, ecliptic") as error:
        parse_position("10 20", equinox)
    three_parts(error, equinox)


# --- One coordinate -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "degrees"),
    [
        ("10.5", "ra", 10.5),
        ("10.5h", "ra", 157.5),
        ("10.5 hours", "ra", 157.5),
        ("10.5d", "ra", 10.5),
        ("10.5°", "ra", 10.5),
        ("02h27m37.46s", "ra", Angle("02h27m37.46s").deg),
        ("02 27 37.46", "ra", Angle("02h27m37.46s").deg),
        ("02:27:37.46", "ra", Angle("02h27m37.46s").deg),
        ("022737.46", "ra", Angle("02h27m37.46s").deg),
        ("02 27.5", "ra", Angle("02h27.5m").deg),
        ("36d54m21.9s", "ra", Angle("36d54m21.9s").deg),
        ("0", "ra", 0.0),
        ("-0", "ra", 0.0),
        ("360", "ra", 0.0),
        ("24h", "ra", 0.0),
        ("+41.5", "dec", 41.5),
        ("41 16 08.6", "dec", Angle("41d16m08.6s").deg),
        ("-41d16'08.6\"", "dec", -Angle("41d16m08.6s").deg),
        ("−00 00 00.5", "dec", -0.5 / 3600),
        ("-41 30", "dec", -41.5),
        ("90", "dec", 90.0),
        ("-90 00 00", "dec", -90.0),
        (".5", "dec", 0.5),
        ("5.", "dec", 5.0),
        ("1e1", "dec", 10.0),
    ],
)
def test_one_coordinate_is_read(text, kind, degrees):
    assert parse_angle(text, kind) == pytest.approx(degrees, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", "ra"), ("x", "ra"), ("10,5", "ra"), ("10.5 20.5", "dec"), ("1 2 3 4", "ra"), ("361", "ra"), ("-1", "ra")]
    + [
        ("25h", "ra"),
        ("90.1", "dec"),
        ("-91", "dec"),
        ("5h", "dec"),
        ("10 60 00", "dec"),
        ("nan", "ra"),
        ("1..2", "ra"),
    ]
    + [("5'", "dec"), ("10 -20", "ra"), ("M 31", "ra"), ("10 foo", "ra"), ("9" * 300, "dec")],
)
def test_what_is_no_coordinate_is_refused_in_three_parts(text, kind):
    with pytest.raises(PositionError) as error:
        parse_angle(text, kind)
    three_parts(error, text)


# --- Radii ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "arcmin"),
    [("3", 3), (" 3.0 ", 3), ("+3", 3), ("-0", 0), ("0", 0), ("5.5'", 5.5), ("5’", 5), ("30''", 0.5), ("30″", 0.5)]
    + [("2 ARCMIN", 2), ("2 arc min", 2), ("2arcminutes", 2), ("30arcsec", 0.5), ("5m", 5), ("90s", 1.5)]
    + [("1800\"", 30)]
    + [("0.1 deg", 6), ("0.1d", 6), ("1°", 60), ("1 degree", 60), ("500 mas", 1 / 120), ("100 uas", 1 / 600_000)]
    + [("0.1 rad", Angle(0.1, u.rad).arcmin), ("1 mrad", Angle(1, u.mrad).arcmin), ("1e-3 deg", 0.06), ("0.02", 0.02)]
    + [("1d30m", 90), ("1° 30' 36\"", 90.6), ("5'30\"", 5.5), ("0d3m0s", 3), ("0:03:00", 3)]
    + [("180d", 10800), ("10800", 10800)],
)  # fmt: skip
def test_radii_are_read_in_arcminutes(text, arcmin):
    assert parse_radius(text) == pytest.approx(arcmin, rel=1e-14)


@pytest.mark.parametrize(
    "text",
    ["", " ", "-1", "-1'", "-1d30m", "abc", "nan", "inf", "3 4", "0 3 0", "5:30", "3,5", "1,000", "5h", "5 pc"]
    + ["5'30'", "30\"5'", "1h30m", "181d", "10800.1", "1e9", "3.1.4", "1..2", "--3", "5 min 3 h", "5 +30\""]
    + ["3" * 300, "²", "٣"],
)  # fmt: skip
def test_what_is_no_radius_is_refused_in_three_parts(text):
    with pytest.raises(PositionError, match="type 3 or 3' for arcminutes") as error:
        parse_radius(text)
    three_parts(error, text)


@given(st.floats(0, 10800))
def test_any_number_of_arcminutes_is_itself(arcmin):
    assert parse_radius(repr(arcmin)) == arcmin


# --- Showing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("degrees", "decimals", "shown", "spoken"),
    [
        (10.6847917, 3, "00 42 44.350", "0 hours 42 minutes 44.350 seconds"),
        (10.6847917, 0, "00 42 44", "0 hours 42 minutes 44 seconds"),
        (15.2541667, 0, "01 01 01", "1 hour 1 minute 1 second"),
        (0.0, 3, "00 00 00.000", "0 hours 0 minutes 0.000 seconds"),
    ],
)
def test_right_ascensions_are_shown_and_spoken(degrees, decimals, shown, spoken):
    assert format_ra(degrees, decimals) == shown
    assert spoken_ra(degrees, decimals) == spoken


@pytest.mark.parametrize(
    ("seconds_of_time", "shown"),
    [(59.9994, "00 00 59.999"), (59.9996, "00 01 00.000"), (3599.9996, "01 00 00.000"), (86399.9996, "00 00 00.000")]
    + [(86400, "00 00 00.000"), (-1, "23 59 59.000"), (9.5, "00 00 09.500")],
)
def test_rounding_of_right_ascension_carries(seconds_of_time, shown):
    assert format_ra(seconds_of_time / 240) == shown


@pytest.mark.parametrize(
    ("degrees", "decimals", "shown", "spoken"),
    [
        (41.2690556, 2, "+41 16 08.60", "plus 41 degrees 16 arcminutes 8.60 arcseconds"),
        (-0.5 / 3600, 2, "-00 00 00.50", "minus 0 degrees 0 arcminutes 0.50 arcseconds"),
        (-0.004 / 3600, 2, "+00 00 00.00", "plus 0 degrees 0 arcminutes 0.00 arcseconds"),
        (-0.0, 2, "+00 00 00.00", "plus 0 degrees 0 arcminutes 0.00 arcseconds"),
        (-61.0169444, 0, "-61 01 01", "minus 61 degrees 1 arcminute 1 arcsecond"),
        (1.0, 1, "+01 00 00.0", "plus 1 degree 0 arcminutes 0.0 arcseconds"),
        (89.999999999, 2, "+90 00 00.00", "plus 90 degrees 0 arcminutes 0.00 arcseconds"),
        (-59.996 / 3600, 2, "-00 01 00.00", "minus 0 degrees 1 arcminute 0.00 arcseconds"),
    ],
)
def test_declinations_are_shown_and_spoken(degrees, decimals, shown, spoken):
    assert format_dec(degrees, decimals) == shown
    assert spoken_dec(degrees, decimals) == spoken


@pytest.mark.parametrize("function", [format_ra, format_dec, spoken_ra, spoken_dec])
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_no_angle_is_not_shown(function, value):
    with pytest.raises(ValueError, match="no angle"):
        function(value)


@given(ra=st.floats(0, 360, exclude_max=True), dec=st.floats(-90, 90))
def test_shown_as_astropy_shows(ra, dec):
    expected_ra = Angle(ra, u.deg).to_string(u.hourangle, sep=" ", pad=True, precision=6)
    expected_dec = Angle(dec, u.deg).to_string(u.deg, sep=" ", pad=True, precision=5, alwayssign=True)
    if not expected_ra.startswith("24"):
        assert Angle(format_ra(ra, 6), u.hourangle).deg == pytest.approx(Angle(expected_ra, u.hourangle).deg, abs=1e-8)
    assert Angle(format_dec(dec, 5), u.deg).deg == pytest.approx(Angle(expected_dec, u.deg).deg, abs=1e-8)


# --- Properties -----------------------------------------------------------------------------------------------------

RIGHT_ASCENSIONS = st.floats(0, 360, exclude_max=True)
DECLINATIONS = st.floats(-90, 90)
SPELLINGS = [
    "{h} {m} {s} {sign}{d} {am} {as_}",
    "{h}:{m}:{s} {sign}{d}:{am}:{as_}",
    "{h}h{m}m{s}s {sign}{d}d{am}m{as_}s",
    "{h}h{m}m{s}s, {sign}{d}°{am}′{as_}″",
    "{h}h{m}m{s}s{sign}{d}d{am}m{as_}s",
    "{h}{m}{s}{sign}{d}{am}{as_}",
    "J{h}{m}{s}{sign}{d}{am}{as_}",
    "RA={h} {m} {s} Dec={sign}{d} {am} {as_}",
    "Dec {sign}{d}:{am}:{as_} RA {h}:{m}:{s}",
    "{h},{m},{s},{sign}{d},{am},{as_}",
    "({h} {m} {s}; {sign}{d} {am} {as_}) J2000",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(ra=RIGHT_ASCENSIONS, dec=DECLINATIONS)
@example(ra=359.99999999999, dec=-90.0)
@example(ra=0.0, dec=-1e-5)
@settings(max_examples=60)
def test_what_is_shown_can_be_typed(spelling, ra, dec):
    h, m, s = format_ra(ra, 4).split()
    d, am, as_ = format_dec(dec, 3).split()
    text = spelling.format(h=h, m=m, s=s, sign=d[0], d=d[1:], am=am, as_=as_)
    assert looks_like_position(text)
    position = parse_position(text)
    assert near(position, SkyCoord(ra, dec, unit="deg"), 0.001 / 3600)


@given(ra=RIGHT_ASCENSIONS, dec=DECLINATIONS, gap=st.sampled_from([" ", ", ", ",", "\t", " / ", ";", "   "]))
def test_decimal_degrees_keep_every_figure(ra, dec, gap):
    position = parse_position(f"{ra:.17f}{gap}{dec:.17f}")
    assert (position.ra_deg, position.dec_deg) == (float(f"{ra:.17f}"), float(f"{dec:.17f}"))


@given(ra=RIGHT_ASCENSIONS, dec=DECLINATIONS, system=st.sampled_from(["B1950", "B1900", "galactic", "ecliptic", "FK5"]))
@settings(max_examples=60, deadline=None)
def test_other_systems_agree_with_astropy_anywhere(ra, dec, system):
    frame = {"B1950": FK4(equinox="B1950"), "B1900": FK4(equinox="B1900"), "FK5": FK5()}.get(system, system)
    frame = "barycentricmeanecliptic" if system == "ecliptic" else frame
    position = parse_position(f"{ra:.9f} {dec:+.9f} {system}")
    assert near(position, SkyCoord(float(f"{ra:.9f}"), float(f"{dec:.9f}"), unit="deg", frame=frame))


PIECES = (
    "0 1 00 42 44.35 60 90 360 400 1e3 004244.35 + - − , ; : . .. | / h m s d ° ' \" ′ ″ ʰ ( ) = & < > % \\ \x00 \ud800 "
    "RA Dec l= b= gal ecl J B G J2000 B1950 FK4 FK5 ICRS (1950) epoch equinox IRAS 2MASS PSR foo nan inf ſ K İ ² ١ 𝟙"
)
PIECE = st.sampled_from(PIECES.split(" "))
ANYTHING = st.one_of(
    st.text(max_size=40),
    st.lists(st.one_of(PIECE, st.just(" ")), max_size=14).map("".join),
    st.lists(PIECE, max_size=10).map(" ".join),
)


@given(text=ANYTHING, equinox=st.sampled_from([*EQUINOXES, "galactic", "ecliptic", "x"]))
@example(text="5ſ 5", equinox="J2000")
@example(text="1 \ud800", equinox="J2000")
@settings(max_examples=1500, deadline=None)
def test_no_text_raises_anything_but_a_position_error(text, equinox):
    assert isinstance(looks_like_position(text), bool)
    for reader, low, high in [
        (lambda: parse_position(text, equinox).ra_deg, 0, 360),
        (lambda: parse_position(text, equinox).dec_deg, -90, 90),
        (lambda: parse_angle(text, "ra"), 0, 360),
        (lambda: parse_angle(text, "dec"), -90, 90),
        (lambda: parse_radius(text), 0, 10800),
    ]:
        try:
            value, message = reader(), "“”"
        except PositionError as error:
            value, message = low, str(error)
        assert low <= value <= high
        assert message.startswith("“") and message.isprintable()


@pytest.mark.parametrize(
    "text", ["(" * 200, "1 " * 100, "A" * 199 + "J", "a-" * 99 + "J", "1 ra " * 40, "[" * 199, "J2000 " * 33]
)
def test_odd_long_texts_take_no_time(text):
    script = (
        f"from mastsite.search.position import *\nimport time\nt = time.perf_counter()\nlooks_like_position({text!r})\n"
    )
    script += f"try: parse_position({text!r})\nexcept PositionError: pass\nassert time.perf_counter() - t < 0.5"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT, timeout=30)


def test_plain_positions_need_neither_astropy_nor_numpy_nor_django():
    script = """
import sys
from mastsite.search.position import *
for text in ("10.6847 41.2690", "00 42 44.35 +41 16 08.6", "2MASS J05352184-0546085", "J0042+4116"):
    assert looks_like_position(text)
    parse_position(text)
parse_radius("3'"), format_ra(10.0), spoken_dec(-5.0)
assert not {"astropy", "numpy", "django"} & set(sys.modules), "imported for nothing"
"""
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT, timeout=30)
