"""Dates as typed, the intervals they cover, and comparison as text with stored dates."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mastsite.search.moments import END_OF_TIME, Moment, parse_moment

READ = [
    ("2012", "2012-01-01", "2013-01-01", "2012"),
    ("0001", "0001-01-01", "0002-01-01", "0001"),
    ("2012-05", "2012-05-01", "2012-06-01", "2012-05"),
    ("2012-5", "2012-05-01", "2012-06-01", "2012-05"),
    ("2012/05", "2012-05-01", "2012-06-01", "2012-05"),
    ("2012-12", "2012-12-01", "2013-01-01", "2012-12"),
    ("2012-05-03", "2012-05-03", "2012-05-04", "2012-05-03"),
    ("2012-5-3", "2012-05-03", "2012-05-04", "2012-05-03"),
    ("2012/05/03", "2012-05-03", "2012-05-04", "2012-05-03"),
    ("2012-02-29", "2012-02-29", "2012-03-01", "2012-02-29"),
    ("2012-05-03 12", "2012-05-03T12:00:00", "2012-05-03T13:00:00", "2012-05-03 12"),
    ("2012-05-03 23", "2012-05-03T23:00:00", "2012-05-04", "2012-05-03 23"),
    ("2012-05-03 12:30", "2012-05-03T12:30:00", "2012-05-03T12:31:00", "2012-05-03 12:30"),
    ("2012-05-03T12:30", "2012-05-03T12:30:00", "2012-05-03T12:31:00", "2012-05-03 12:30"),
    ("2012/05/03 12:30", "2012-05-03T12:30:00", "2012-05-03T12:31:00", "2012-05-03 12:30"),
    ("2012-05-03T12:00:00", "2012-05-03T12:00:00", "2012-05-03T12:00:01", "2012-05-03 12:00:00"),
    ("2012-05-03t12:00:00z", "2012-05-03T12:00:00", "2012-05-03T12:00:01", "2012-05-03 12:00:00"),
    ("2012-05-03 12:00:00 UTC", "2012-05-03T12:00:00", "2012-05-03T12:00:01", "2012-05-03 12:00:00"),
    ("2012-05-03 12:00:00.", "2012-05-03T12:00:00", "2012-05-03T12:00:01", "2012-05-03 12:00:00"),
    ("2012-05-03 00:00:00", "2012-05-03", "2012-05-03T00:00:01", "2012-05-03 00:00:00"),
    ("2012-05-03 23:59:59", "2012-05-03T23:59:59", "2012-05-04", "2012-05-03 23:59:59"),
    ("2012-05-03 12:00:00.5", "2012-05-03T12:00:00.5", "2012-05-03T12:00:00.6", "2012-05-03 12:00:00.5"),
    ("2012-05-03 12:00:00.49", "2012-05-03T12:00:00.49", "2012-05-03T12:00:00.5", "2012-05-03 12:00:00.49"),
    ("2012-05-03 12:00:00.50", "2012-05-03T12:00:00.5", "2012-05-03T12:00:00.51", "2012-05-03 12:00:00.50"),
    ("2012-05-03 12:00:00.9", "2012-05-03T12:00:00.9", "2012-05-03T12:00:01", "2012-05-03 12:00:00.9"),
    ("2022-07-12T07:00:32.1234567", "2022-07-12T07:00:32.1234567", "2022-07-12T07:00:32.1234568",
     "2022-07-12 07:00:32.1234567"),
    ("2012-124", "2012-05-03", "2012-05-04", "2012-05-03"),
    ("2012:124", "2012-05-03", "2012-05-04", "2012-05-03"),
    ("2012-366", "2012-12-31", "2013-01-01", "2012-12-31"),
    ("2012-124T12:30", "2012-05-03T12:30:00", "2012-05-03T12:31:00", "2012-05-03 12:30"),
    ("2012:124:12:30:05", "2012-05-03T12:30:05", "2012-05-03T12:30:06", "2012-05-03 12:30:05"),
    ("05-03-2012", "2012-05-03", "2012-05-04", "2012-05-03"),
    ("5/3/2012 12:30", "2012-05-03T12:30:00", "2012-05-03T12:31:00", "2012-05-03 12:30"),
    ("Jan 1, 1990", "1990-01-01", "1990-01-02", "1990-01-01"),
    ("Jan 1,1990", "1990-01-01", "1990-01-02", "1990-01-01"),
    ("JANUARY 1 1990", "1990-01-01", "1990-01-02", "1990-01-01"),
    ("Jan 1 1990 12:30", "1990-01-01T12:30:00", "1990-01-01T12:31:00", "1990-01-01 12:30"),
    ("Sept. 3rd, 2001", "2001-09-03", "2001-09-04", "2001-09-03"),
    ("January 1990", "1990-01-01", "1990-02-01", "1990-01"),
    ("jan 1990", "1990-01-01", "1990-02-01", "1990-01"),
    ("1 Jan 1990", "1990-01-01", "1990-01-02", "1990-01-01"),
    ("1-Jan-1990", "1990-01-01", "1990-01-02", "1990-01-01"),
    ("1 Jan, 1990", "1990-01-01", "1990-01-02", "1990-01-01"),
    ("2012 May 3", "2012-05-03", "2012-05-04", "2012-05-03"),
    ("2012-May-03", "2012-05-03", "2012-05-04", "2012-05-03"),
    ("2012 May", "2012-05-01", "2012-06-01", "2012-05"),
    ("MJD 55000", "2009-06-18", "2009-06-19", "2009-06-18"),
    ("mjd55000", "2009-06-18", "2009-06-19", "2009-06-18"),
    ("MJD=55000.0", "2009-06-18", "2009-06-18T00:00:01", "2009-06-18 00:00:00"),
    ("MJD 55000.5", "2009-06-18T12:00:00", "2009-06-18T12:00:01", "2009-06-18 12:00:00"),
    ("55000.5", "2009-06-18T12:00:00", "2009-06-18T12:00:01", "2009-06-18 12:00:00"),
    ("51544", "2000-01-01", "2000-01-02", "2000-01-01"),
    ("MJD 0", "1858-11-17", "1858-11-18", "1858-11-17"),
    ("MJD -1", "1858-11-16", "1858-11-17", "1858-11-16"),
    ("JD 2455000.5", "2009-06-18", "2009-06-18T00:00:01", "2009-06-18 00:00:00"),
    ("2455000.5", "2009-06-18", "2009-06-18T00:00:01", "2009-06-18 00:00:00"),
    ("2455000", "2009-06-17T12:00:00", "2009-06-17T12:00:01", "2009-06-17 12:00:00"),
    ("MJD 55000.00001", "2009-06-18T00:00:00.864", "2009-06-18T00:00:00.865", "2009-06-18 00:00:00.864"),
    ("MJD 55000.9999999999999", "2009-06-19", "2009-06-19T00:00:01", "2009-06-19 00:00:00"),
    ("  2012-05 ", "2012-05-01", "2012-06-01", "2012-05"),
    ("9999", "9999-01-01", END_OF_TIME, "9999"),
    ("9999-12", "9999-12-01", END_OF_TIME, "9999-12"),
    ("9999-12-31", "9999-12-31", END_OF_TIME, "9999-12-31"),
    ("9999-12-31 23:59:59.9999999", "9999-12-31T23:59:59.9999999", END_OF_TIME, "9999-12-31 23:59:59.9999999"),
    ("9999-11", "9999-11-01", "9999-12-01", "9999-11"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "start", "end", "text"), READ, ids=[row[0] for row in READ])
def test_reads(typed, start, end, text):
    assert parse_moment(typed) == Moment(start, end, text)


@pytest.mark.parametrize("text", sorted({row[3] for row in READ}))
def test_canonical_text_reads_as_itself(text):
    assert parse_moment(text).text == text


REFUSED = [
    ("2012-13", "names month 13, and months run from 1 to 12"),
    ("2012-00", "names month 0, and months run from 1 to 12"),
    ("2012-02-30", "names day 30, and days in February 2012 run from 1 to 29"),
    ("2011-02-29", "names day 29, and days in February 2011 run from 1 to 28"),
    ("2012-05-00", "names day 0"),
    ("Feb 30, 2012", "names day 30"),
    ("2012-000", "names day 0, and days in 2012 run from 1 to 366"),
    ("2011-366", "names day 366, and days in 2011 run from 1 to 365"),
    ("2012-05-03 24:00", "names hour 24, and hours run from 0 to 23"),
    ("2012-05-03 12:60", "names minute 60"),
    ("2012-05-03 12:00:60", "names second 60"),
    ("2012-05-03 12:00:00.12345678", "has 8 figures after the second, and up to 7 are read"),
    ("0000", "names the year 0, and years run from 1 to 9999"),
    ("MJD 99999999", "is not in the years from 1 to 9999"),
    ("JD 0", "is not in the years from 1 to 9999"),
    ("31-12-2012", "Type the year first: 2012-12-31"),
    ("13-13-2012", "names month 13"),
    ("2012-05-03T12:00:00+02:00", "ends in “+02:00”, and only UTC is read"),
    ("2012-05-03 12:00-05", "ends in “-05”, and only UTC is read"),
    ("2012-05-03 12:00 EST", "ends in “EST”, and only UTC is read"),
    ("2012-05-03 12:30 PM", "hours from 0 to 23"),
    ("20120503", "Type 2012-05-03"),
    ("2012.123", "neither a year of four figures"),
    ("123", "neither a year of four figures"),
    ("1234567", "neither a year of four figures"),
    ("1-Jan-90", "is not a date with a year of four figures"),
    ("5/3/12", "is not a date with a year of four figures"),
    ("Foo 1990", "has “Foo” where a month should be"),
    ("hello", "is not a date that can be read"),
    ("", "is not a date that can be read"),
    ("2012-05-03 12:5", "is not a date that can be read"),
    ("2012-05/03", "is not a date that can be read"),
    ("٢٠١٢", "is not a date that can be read"),
    ("MJD", "is not a date that can be read"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "reason"), REFUSED, ids=[row[0] or "blank" for row in REFUSED])
def test_refuses_with_a_reason_and_a_remedy(typed, reason):
    with pytest.raises(ValueError) as caught:
        parse_moment(typed)
    assert f"“{typed}”" in str(caught.value)
    assert reason in str(caught.value)
    assert "Type" in str(caught.value)


def test_a_long_text_is_refused_at_once_and_shown_in_part():
    with pytest.raises(ValueError, match="“12:12.*…” is longer than any date"):
        parse_moment("12:" * 10_000)


def stored(moment: datetime) -> list[str]:
    """Every spelling in which archives store an instant."""
    text = moment.isoformat(timespec="seconds")
    fraction = f"{moment.microsecond:06}"
    spellings = [f"{text}.{fraction}", f"{text}.{fraction}0"]
    short = fraction.rstrip("0")
    spellings += [f"{text}.{short}"] if short else [text]
    if moment.time() == datetime.min.time():
        spellings.append(moment.date().isoformat())
    return spellings


INSTANTS = st.datetimes(min_value=datetime(1, 1, 1)) | st.builds(
    lambda moment, places: moment.replace(microsecond=moment.microsecond // 10**places * 10**places),
    st.datetimes(min_value=datetime(1, 1, 1)),
    st.integers(1, 5),
)
LENGTHS = {
    "day": (10, timedelta(days=1), {"hour": 0, "minute": 0, "second": 0}),
    "hour": (13, timedelta(hours=1), {"minute": 0, "second": 0}),
    "minute": (16, timedelta(minutes=1), {"second": 0}),
    "second": (19, timedelta(seconds=1), {}),
}
"""Figures typed of an ISO date, what they cover, and what is 0 in the first instant covered."""


@given(INSTANTS, st.sampled_from(sorted(LENGTHS)), st.integers(-2, 2), st.integers(-1, 1))
def test_text_comparison_is_comparison_of_instants(instant, part, steps, microseconds):
    figures, length, zero = LENGTHS[part]
    start = instant.replace(microsecond=0, **zero)
    moment = parse_moment(start.isoformat(" ", "seconds")[:figures])
    try:
        row = start + steps * length + timedelta(microseconds=microseconds)
        end = start + length
    except OverflowError:
        return
    for text in stored(row):
        assert (moment.start <= text < moment.end) == (start <= row < end)
        assert (text < moment.start) == (row < start)
        assert (text >= moment.end) == (row >= end)


@given(st.integers(1, 9999), st.dates())
def test_years_hold_their_days(year, day):
    moment = parse_moment(f"{year:04}")
    assert (moment.start <= day.isoformat() < moment.end) == (day.year == year)
    assert moment.start <= date(year, 12, 31).isoformat() + "T23:59:59.9999999" < moment.end


@given(INSTANTS, st.integers(1, 6))
def test_a_typed_fraction_covers_what_begins_with_it(instant, figures):
    text = f"{instant.isoformat(' ', 'seconds')}.{instant.microsecond:06}"[: 20 + figures]
    moment = parse_moment(text)
    assert all(moment.start <= row < moment.end for row in stored(instant))


@given(st.text(max_size=30) | st.from_regex(r"[0-9A-Za-z:/ .,+-]{0,30}", fullmatch=True))
def test_any_text_is_a_moment_or_a_value_error(text):
    try:
        moment = parse_moment(text)
    except ValueError as error:
        refusal = str(error)
    else:
        refusal = ""
    if refusal:
        assert refusal.startswith("“")
    else:
        assert moment.start < moment.end
        assert parse_moment(moment.text) == moment
