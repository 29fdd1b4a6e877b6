"""The grammar of conditions: every operator, every kind, there and back, and what is refused."""

import re
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mastsite.search import criteria as grammar
from mastsite.search.criteria import (
    MAX_TERMS,
    MAX_TEXT,
    MAX_WILDCARDS,
    Between,
    Compare,
    Criterion,
    CriterionError,
    Equals,
    IsNull,
    Like,
    Term,
    describe,
    parse,
    spell,
)
from mastsite.search.declare import KINDS, Column
from mastsite.search.moments import parse_moment
from mastsite.search.units import Number

COLUMNS = {
    "text": Column("instrume", "Instrument"),
    "substring": Column("descrip", "Target Descrip", "substring"),
    "integer": Column("program", "Proposal ID", "integer"),
    "float": Column("exptime", "Exp Time", "float", unit="s"),
    "wave": Column("wave", "Wavelength", "float", unit="Angstrom"),
    "datetime": Column("start", "Start Time", "datetime"),
    "boolean": Column("hap", "HAP", "boolean"),
    "ra": Column("ra", "RA", "ra", unit="deg"),
    "dec": Column("dec", "Dec", "dec", unit="deg"),
}
VALUES = {
    "text": ("STIS", "STIS"),
    "substring": ("STIS", None),
    "integer": ("12", Number(12)),
    "float": ("2.5", Number(2.5)),
    "wave": ("450 nm", Number(4500.0)),
    "datetime": ("2012-05", parse_moment("2012-05")),
    "boolean": ("yes", True),
    "ra": ("10.5", Number(10.5)),
    "dec": ("-10.5", Number(-10.5)),
}
"""A value of each kind: as typed, and as read."""
ORDERED = sorted(set(VALUES) - {"substring", "boolean"})


def one(kind, text):
    """The single term that a text is read as."""
    criterion = parse(COLUMNS[kind], text)
    assert criterion.column == COLUMNS[kind].name
    (term,) = criterion.terms
    return term


def read(kind, text):
    return [(term.test, term.negated) for term in parse(COLUMNS[kind], text).terms]


def date(text):
    return parse_moment(text)


# Every kind, every operator


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("blank", ["", " ", "  \t\n "], ids=["nothing", "a blank", "many blanks"])
def test_a_blank_box_is_no_condition(kind, blank):
    assert parse(COLUMNS[kind], blank) is None


def equal(kind):
    typed, value = VALUES[kind]
    return Like(("", typed, "")) if kind == "substring" else Equals(value)


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("form", ["{}", "  {}  ", "{},", ", {}"])
def test_a_value(kind, form):
    assert one(kind, form.format(VALUES[kind][0])) == Term(equal(kind))


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("form", ["!{}", "! {}", "!={}", "!= {}", "<>{}", "<> {}", "≠{}", "not {}", "NOT  {}"])
def test_not_a_value(kind, form):
    assert one(kind, form.format(VALUES[kind][0])) == Term(equal(kind), negated=True)


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("form", ["={}", "= {}", "=={}", "== {}", '"{}"', '="{}"', '=="{}"'])
def test_exactly_a_value(kind, form):
    typed, value = VALUES[kind]
    assert one(kind, form.format(typed)) == Term(Equals(value or typed))


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("form", ["{0}, {0}", "{0},{0}", "{0} | {0}", "{0}|{0}", "{0}, , {0}"])
def test_alternatives(kind, form):
    assert parse(COLUMNS[kind], form.format(VALUES[kind][0])).terms == (Term(equal(kind)),) * 2


@pytest.mark.parametrize("kind", sorted(set(COLUMNS) - {"text", "substring"}))
def test_alternatives_with_a_word(kind):
    typed = VALUES[kind][0]
    assert parse(COLUMNS[kind], f"{typed} or {typed} OR {typed}").terms == (Term(equal(kind)),) * 3


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize(
    "null",
    ["null", "NULL", r"\null", r"\\null", r"\NULL", "empty", "is null", "is empty", "IS NULL", "= null", "!*", "not *"],
)
def test_no_value(kind, null):
    assert one(kind, null) == Term(IsNull())


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize(
    "null",
    [
        "!null",
        r"!\null",
        r"!\\null",
        "! null",
        "not null",
        "not empty",
        "is not null",
        "!= null",
        "<> null",
        "*",
        "%",
        "**",
    ],
)
def test_some_value(kind, null):
    assert one(kind, null) == Term(IsNull(), negated=True)


@pytest.mark.parametrize("kind", ORDERED)
@pytest.mark.parametrize("op", ["<", "<=", ">", ">="])
@pytest.mark.parametrize("form", ["{}{}", "{} {}", "{}   {}"])
def test_order(kind, op, form):
    typed, value = VALUES[kind]
    assert one(kind, form.format(op, typed)) == Term(Compare(op, value))


@pytest.mark.parametrize("kind", ORDERED)
@pytest.mark.parametrize(("op", "spelling"), [("<=", "≤"), ("<=", "=<"), (">=", "≥"), (">=", "=>")])
def test_other_signs_of_order(kind, op, spelling):
    typed, value = VALUES[kind]
    assert one(kind, f"{spelling} {typed}") == Term(Compare(op, value))


@pytest.mark.parametrize("kind", ORDERED)
def test_not_in_order(kind):
    typed, value = VALUES[kind]
    assert one(kind, f"!<{typed}") == one(kind, f"not < {typed}") == Term(Compare("<", value), negated=True)


@pytest.mark.parametrize("kind", ORDERED)
@pytest.mark.parametrize("form", ["{0}..{0}", "{0} .. {0}", " {0}..  {0} "])
def test_a_range(kind, form):
    typed, value = VALUES[kind]
    assert one(kind, form.format(typed)) == Term(Between(value, value))
    assert one(kind, "!" + form.format(typed)) == Term(Between(value, value), negated=True)


@pytest.mark.parametrize("kind", sorted(set(ORDERED) - {"text"}))
@pytest.mark.parametrize("form", ["between {0} and {0}", "from {0} to {0}", "{0} to {0}", "BETWEEN  {0}  AND  {0}"])
def test_a_range_in_words(kind, form):
    typed, value = VALUES[kind]
    assert one(kind, form.format(typed)) == Term(Between(value, value))


@pytest.mark.parametrize("kind", ORDERED)
def test_an_open_range(kind):
    typed, value = VALUES[kind]
    assert one(kind, f"{typed}..") == Term(Compare(">=", value))
    assert one(kind, f"..{typed}") == Term(Compare("<=", value))


@pytest.mark.parametrize("kind", sorted(set(ORDERED) - {"text"}))
@pytest.mark.parametrize(("words", "op"), grammar._WORDS.items(), ids=grammar._WORDS)
def test_order_in_words(kind, words, op):
    typed, value = VALUES[kind]
    assert one(kind, f"{words} {typed}") == one(kind, f"{words.upper()}   {typed}") == Term(Compare(op, value))


@pytest.mark.parametrize(("words", "op"), grammar._DATE_WORDS.items(), ids=grammar._DATE_WORDS)
def test_order_of_dates_in_words(words, op):
    assert one("datetime", f"{words} 2012-05") == Term(Compare(op, date("2012-05")))


# What is particular to a kind

READ = [
    ("text", "J8*", [(Like(("J8", "")), False)]),
    ("text", "J8%", [(Like(("J8", "")), False)]),
    ("text", "*GAL*", [(Like(("", "GAL", "")), False)]),
    ("text", "%gal%", [(Like(("", "gal", "")), False)]),
    ("text", "**GAL%*", [(Like(("", "GAL", "")), False)]),
    ("text", "a*b*c", [(Like(("a", "b", "c")), False)]),
    ("text", "NGC 22*", [(Like(("NGC 22", "")), False)]),
    ("text", "*JUP*,*SAT*", [(Like(("", "JUP", "")), False), (Like(("", "SAT", "")), False)]),
    ("text", "!J8*", [(Like(("J8", "")), True)]),
    ("text", "!= J8*", [(Like(("J8", "")), True)]),
    ("text", "~foo bar", [(Like(("", "foo bar", "")), False)]),
    ("text", "~*foo*", [(Like(("", "foo", "")), False)]),
    ("text", "!~foo", [(Like(("", "foo", "")), True)]),
    ("text", "~ a*b", [(Like(("", "a", "b", "")), False)]),
    ("text", "=a*b", [(Equals("a*b"), False)]),
    ("text", "==*", [(Equals("*"), False)]),
    ("text", "==null", [(Equals("null"), False)]),
    ("text", "!==J8*", [(Equals("J8*"), True)]),
    ("text", "stis, ACS", [(Equals("stis"), False), (Equals("ACS"), False)]),
    ("text", "STIS, !HRS", [(Equals("STIS"), False), (Equals("HRS"), True)]),
    ("text", '"a, b"', [(Equals("a, b"), False)]),
    ("text", '"a, b", c', [(Equals("a, b"), False), (Equals("c"), False)]),
    ("text", '"null"', [(Equals("null"), False)]),
    ("text", '"!x"', [(Equals("!x"), False)]),
    ("text", '"a*b"', [(Equals("a*b"), False)]),
    ("text", '!"a*b"', [(Equals("a*b"), True)]),
    ("text", '""', [(Equals(""), False)]),
    ("text", '""""', [(Equals('"'), False)]),
    ("text", '"a ""b"" c"', [(Equals('a "b" c'), False)]),
    ("text", '" a "', [(Equals(" a "), False)]),
    ("text", '"a"*', [(Like(("a", "")), False)]),
    ("text", '*"50%" *', [(Like(("", "50%", "")), False)]),
    ("text", '~"a,b"', [(Like(("", "a,b", "")), False)]),
    ("text", '<"=x"', [(Compare("<", "=x"), False)]),
    ("text", '"a..b".."c..d"', [(Between("a..b", "c..d"), False)]),
    ("text", '12" lamp', [(Equals('12" lamp'), False)]),
    ("text", "O'Dell", [(Equals("O'Dell"), False)]),
    ("text", "Sun or Moon", [(Equals("Sun or Moon"), False)]),
    ("text", "between a and b", [(Equals("between a and b"), False)]),
    ("text", "before 2012", [(Equals("before 2012"), False)]),
    ("text", "not", [(Equals("not"), False)]),
    ("text", "nothing", [(Equals("nothing"), False)]),
    ("text", "notnull", [(Equals("notnull"), False)]),
    ("text", "none", [(Equals("none"), False)]),
    ("text", "null field", [(Equals("null field"), False)]),
    ("text", "not available", [(Equals("available"), True)]),
    ("text", "!!x", [(Equals("x"), False)]),
    ("text", "wait...", [(Equals("wait..."), False)]),
    ("text", "a.b", [(Equals("a.b"), False)]),
    ("text", "a..C", [(Between("a", "C"), False)]),
    ("text", "M\u00a031", [(Equals("M 31"), False)]),
    ("text", "F115W;CLEAR", [(Equals("F115W;CLEAR"), False)]),
    ("text", "İstanbul, ß", [(Equals("İstanbul"), False), (Equals("ß"), False)]),
    ("substring", "GAL, NEB", [(Like(("", "GAL", "")), False), (Like(("", "NEB", "")), False)]),
    ("substring", "GAL*", [(Like(("GAL", "")), False)]),
    ("substring", '"GAL"', [(Equals("GAL"), False)]),
    ("substring", '!"GAL"', [(Equals("GAL"), True)]),
    ("substring", "!= GAL", [(Like(("", "GAL", "")), True)]),
    ("substring", "~GAL", [(Like(("", "GAL", "")), False)]),
    ("substring", '*"a,b"*', [(Like(("", "a,b", "")), False)]),
    ("substring", "> M", [(Compare(">", "M"), False)]),
    ("integer", "12, 13, !14", [(Equals(Number(12)), False), (Equals(Number(13)), False), (Equals(Number(14)), True)]),
    ("integer", "1e3", [(Equals(Number(1000)), False)]),
    ("integer", "-5..-2", [(Between(Number(-5), Number(-2)), False)]),
    ("float", "-5..-2", [(Between(Number(-5), Number(-2)), False)]),
    ("float", ".5...6".replace("...", ".. ."), [(Between(Number(0.5), Number(0.6)), False)]),
    ("float", "5. .. 6.", [(Between(Number(5), Number(6)), False)]),
    ("float", "1d3..1.5d3", [(Between(Number(1000), Number(1500)), False)]),
    ("float", "> 5 min", [(Compare(">", Number(300)), False)]),
    ("float", ">= 5min", [(Compare(">=", Number(300)), False)]),
    ("float", "2 h..3 h", [(Between(Number(7200), Number(10800)), False)]),
    ("float", "between 2 and 3 h", [(Between(Number(7200), Number(10800)), False)]),
    ("float", "5 min..", [(Compare(">=", Number(300)), False)]),
    ("float", "< 5 or > 10", [(Compare("<", Number(5)), False), (Compare(">", Number(10)), False)]),
    ("float", "not more than 3", [(Compare(">", Number(3)), True)]),
    ("float", "not between 2 and 3", [(Between(Number(2), Number(3)), True)]),
    ("float", '"5"', [(Equals(Number(5)), False)]),
    ("wave", "300..500 nm", [(Between(Number(3000), Number(5000)), False)]),
    ("wave", "> 299792.458 GHz", [(Compare("<", Number(10_000)), False)]),
    ("datetime", "Jan 1, 1990", [(Equals(date("1990-01-01")), False)]),
    ("datetime", '"Jan 1, 1990"', [(Equals(date("1990-01-01")), False)]),
    ("datetime", "Jan 1, 1990, 2 Feb, 1991", [(Equals(date(day)), False) for day in ("1990-01-01", "1991-02-02")]),
    ("datetime", "> Jan 1, 1990", [(Compare(">", date("1990-01-01")), False)]),
    ("datetime", "Jan 1, 1990 .. Feb 2, 1991", [(Between(date("1990-01-01"), date("1991-02-02")), False)]),
    ("datetime", "1 Jan 1990, 1991", [(Equals(date("1990-01-01")), False), (Equals(date("1991")), False)]),
    ("datetime", "2012..2012-05", [(Between(date("2012"), date("2012-05")), False)]),
    ("datetime", "2012-05..2012", [(Between(date("2012-05"), date("2012")), False)]),
    ("datetime", "> 2025-09-12 12:00:00", [(Compare(">", date("2025-09-12 12:00:00")), False)]),
    ("datetime", "in 2012 or on 2013-05-03", [(Equals(date("2012")), False), (Equals(date("2013-05-03")), False)]),
    ("datetime", "at least 2012", [(Compare(">=", date("2012")), False)]),
    ("datetime", "51544..51545", [(Between(date("2000-01-01"), date("2000-01-02")), False)]),
    ("boolean", "Y, n", [(Equals(True), False), (Equals(False), False)]),
    ("ra", "350..10", [(Between(Number(350.0), Number(10.0)), False)]),
    ("ra", "00:42:44.3", [(Equals(Number(10.684583333333332)), False)]),
    ("ra", "10..11 deg", [(Between(Number(10.0), Number(11.0)), False)]),
    ("ra", "1h..2h", [(Between(Number(15.0), Number(30.0)), False)]),
    ("ra", "09..18", [(Between(Number(9.0), Number(18.0)), False)]),
    ("dec", ">-20", [(Compare(">", Number(-20.0)), False)]),
    ("dec", "> -20:00:00", [(Compare(">", Number(-20.0)), False)]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "expected"), READ, ids=[f"{row[0]}: {row[1]}" for row in READ])
def test_reads(kind, text, expected):
    assert read(kind, text) == expected


@pytest.mark.parametrize("word", ["y", "yes", "true", "t", "1", "YES"])
def test_true(word):
    assert one("boolean", word) == Term(Equals(True))


@pytest.mark.parametrize("word", ["n", "no", "false", "f", "0", "False"])
def test_false(word):
    assert one("boolean", word) == Term(Equals(False))


def test_data_are_frozen_and_hashable():
    assert {parse(COLUMNS[kind], VALUES[kind][0]) for kind in COLUMNS}
    with pytest.raises(AttributeError):
        one("text", "x").negated = True


# What is refused

REFUSED = [
    ("text", '"abc', 'opens a quotation mark that is not closed. Type a second " at its end'),
    ("text", '"a" b', "has more than the text in quotation marks"),
    ("text", 'a "b"', "has more than the text in quotation marks"),
    ("text", '"a"b', "has more than the text in quotation marks"),
    ("text", "!", 'has nothing behind the operator. Type a value there, or "!" for this very text'),
    ("text", "<", "has nothing behind the operator"),
    ("text", "~", "has nothing behind the operator"),
    ("text", "=", "has nothing behind the operator"),
    ("text", ",,", "has only commas"),
    ("text", "..", "is not a range with two ends"),
    ("text", "a..b..c", 'or "a..b..c" for this very text'),
    ("text", "z..a", 'is a range that ends before it begins. Type "a".."z"'),
    ("text", "a*..b", "has a wildcard, which cannot be compared"),
    ("text", '~""', "has nothing beside the wildcard"),
    ("text", "a\tb", "has the character U+0009 in it"),
    ("text", "a\0b", "has the character U+0000 in it"),
    ("text", "a\ud800b", "has the character U+D800 in it"),
    ("integer", "abc", "is not a whole number"),
    ("integer", "7.5", "Type 7 or 8"),
    ("integer", "1,000", "Type 1000 for thousands"),
    ("integer", "5, 1,000,000", "Type 1000000 for thousands"),
    ("integer", "94*", "asks for a part of a text, and Proposal ID holds no text"),
    ("integer", "~94", "asks for a part of a text"),
    ("integer", "5..2", "Type 2..5"),
    ("integer", "between 5 and 2", "Type 2..5"),
    ("integer", "1..2..3", "is not a range with two ends"),
    ("integer", "=", "has nothing behind the operator"),
    ("integer", "before 5", "is not a whole number"),
    ("float", "5...10", "has three points in a row"),
    ("float", "> 5 and < 10", "joins two conditions"),
    ("float", "< 2..5", "is not a number"),
    ("float", "5 nm", "cannot be converted to s, the unit of Exp Time"),
    ("float", "5 foo", "has “foo” for a unit"),
    ("float", "2 h..3", "has a unit after its first end only"),
    ("float", '"null"', "is not a number"),
    ("float", "inf", "is not a number"),
    ("datetime", "2012-13", "names month 13"),
    ("datetime", "2012-02-30", "days in February 2012 run from 1 to 29"),
    ("datetime", "2012..2010", "Type 2010..2012"),
    ("datetime", "2012-05-03T12:00:00+02:00", "only UTC is read"),
    ("datetime", "Jan 32, 1990", "names day 32"),
    ("datetime", "2012*", "asks for a part of a text"),
    ("datetime", "2012...2013", "has three points in a row"),
    ("boolean", "maybe", "is neither yes nor no"),
    ("boolean", "> y", "is neither yes nor no"),
    ("boolean", "y..n", "is neither yes nor no"),
    ("ra", "400", "RA runs from 0 to 360"),
    ("ra", "hello", "is not an angle"),
    ("ra", "25h", "in hours, and there are 24"),
    ("dec", "10:60:00", "has 60 minutes"),
    ("ra", "10..11:00:00", "has one end in degrees and one not"),
    ("dec", "-91", "Dec runs from -90 to 90"),
    ("dec", "5..-5", "Type -5..5"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "reason"), REFUSED, ids=[f"{row[0]}: {row[1]!r}" for row in REFUSED])
def test_refuses_with_what_was_read_a_reason_and_a_remedy(kind, text, reason):
    with pytest.raises(CriterionError) as caught:
        parse(COLUMNS[kind], text)
    error = caught.value
    assert (error.column, error.text, error.message) == (COLUMNS[kind].name, text, str(error))
    assert error.message.startswith(f"{COLUMNS[kind].label}: “")
    assert reason in error.message
    assert re.search(r"\b[Tt]ype ", error.message)
    shown = re.search("“(.*?)”", error.message)[1]
    typed = re.sub("between (.*) and (.*)", r"\1..\2", text)
    assert shown in typed or shown == typed.encode("unicode_escape").decode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * (MAX_TEXT + 1), "has 20,001 characters, and 20,000 are read. Ask in parts"),
        (",".join(["x"] * (MAX_TERMS + 1)), "has 1,001 values, and 1,000 are read. Ask in parts"),
        (
            ",".join(["x*"] * (MAX_WILDCARDS + 1)),
            "has 101 values that may begin, end or go on in any way, and 100 are read",
        ),
        (",".join(['=="' + '""*' * 26 + '"' for _ in range(240)]), ""),
        ("==*" + 'a"' * 7500, "comes to more than 20,000 characters when written out"),
    ],
    ids=["characters", "values", "wildcards", "quotations within the limit", "longer when spelt"],
)
def test_limits(text, reason):
    if not reason:
        assert parse(COLUMNS["text"], text)
        return
    with pytest.raises(CriterionError) as caught:
        parse(COLUMNS["text"], text)
    assert reason in str(caught.value)
    assert text[:80] in str(caught.value)
    assert len(str(caught.value)) < 300


def test_at_the_limits():
    assert parse(COLUMNS["text"], "x" * MAX_TEXT)
    assert len(parse(COLUMNS["text"], ",".join(["x"] * MAX_TERMS)).terms) == MAX_TERMS
    assert parse(COLUMNS["text"], ",".join(["x*"] * MAX_WILDCARDS + ["x"] * 100))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "piece", ["piece", "!", "not ", "1,", "1 ", " ", '"', '""', "..",
              "a..", "1 to ", "between ", "*", "a*", "12:", "1,000", "= ", "Jan 1, "],
)  # fmt: skip
def test_long_texts_are_read_or_refused_quickly(kind, piece):
    text = (piece * MAX_TEXT)[: MAX_TEXT - 1] + "x"
    begun = time.perf_counter()
    with suppress(CriterionError):
        parse(COLUMNS[kind], text)
    assert time.perf_counter() - begun < 1


# English

SAID = [
    ("text", "STIS, ACS, COS", "Instrument is STIS, ACS or COS"),
    ("text", "NGC224*", "Instrument begins with NGC224"),
    ("text", "*224", "Instrument ends with 224"),
    ("text", "~224", "Instrument contains 224"),
    ("text", "M31, NGC*, null", "Instrument is M31, begins with NGC or has no value"),
    ("text", "STIS, !HRS", "Instrument is STIS, and is not HRS"),
    ("text", "!J8*, !DARK", "Instrument does not begin with J8 and is not DARK"),
    ("text", "!A, !B, !C", "Instrument is neither A, B nor C"),
    ("text", "!null, !*X", "Instrument has a value and does not end with X"),
    ("text", '"a ""b"""', "Instrument is “a \"b\"”"),
    ("text", '"cats and dogs"', "Instrument is “cats and dogs”"),
    ("text", '""', "Instrument is “” (empty text)"),
    ("text", ",".join(f"a{n}" for n in range(1000)),
     "Instrument is a0, a1, a2, a3, a4, a5, a6, a7, a8, a9 or 990 more"),
    ("float", "> 300", "Exp Time is more than 300 s"),
    ("float", "2..5, > 1 h", "Exp Time is between 2 and 5 s (inclusive) or more than 3600 s (typed 1 h)"),
    ("wave", "450 nm", "Wavelength is 4500 Angstrom (typed 450 nm)"),
    ("wave", "> 299792.458 GHz", "Wavelength is less than 10000 Angstrom (typed > 299792.458 GHz)"),
    ("integer", "2..5", "Proposal ID is between 2 and 5 (inclusive)"),
    ("integer", "!2", "Proposal ID is not 2"),
    ("datetime", "before 2010", "Start Time is before 2010"),
    ("datetime", "55000", "Start Time is on 2009-06-18"),
    ("datetime", "!2012", "Start Time is not in 2012"),
    ("ra", "00:42:44.3", "RA is 10.684583333333332 deg (typed 00:42:44.3)"),
    ("ra", "350..10", "RA is between 350 and 10 deg through 0 (inclusive)"),
    ("boolean", "!y", "HAP is not yes"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "sentence"), SAID, ids=[f"{row[0]}: {row[1][:30]}" for row in SAID])
def test_describes(kind, text, sentence):
    assert describe(COLUMNS[kind], parse(COLUMNS[kind], text)) == sentence


# There and back

SPELT = [
    ("text", " stis ,ACS,, ", "stis, ACS"),
    ("text", "not = J8*", '!"J8*"'),
    ("text", "~GAL", "*GAL*"),
    ("text", "M31 | M33", "M31, M33"),
    ("text", r"!\null", "!null"),
    ("text", "*", "!null"),
    ("text", "A..", ">=A"),
    ("text", '"plain"', "plain"),
    ("text", "F115W;CLEAR", "F115W;CLEAR"),
    ("substring", "GAL", "GAL"),
    ("substring", "=GAL", '"GAL"'),
    ("float", "between 2 and 5 min", "120..300"),
    ("float", "1d3", "1000"),
    ("float", "at most .5", "<=0.5"),
    ("integer", "12.0", "12"),
    ("datetime", "Jan 1, 1990 or MJD 55000.5", "1990-01-01, 2009-06-18 12:00:00"),
    ("datetime", "since 2012/5", ">=2012-05"),
    ("boolean", "T", "yes"),
    ("ra", "350 to 10", "350..10"),
]


@pytest.mark.parametrize(("kind", "text", "spelling"), SPELT, ids=[f"{row[0]}: {row[1]}" for row in SPELT])
def test_spells(kind, text, spelling):
    assert spell(COLUMNS[kind], parse(COLUMNS[kind], text)) == spelling


FRAGMENTS = st.sampled_from(
    [
        ", ", "|", '"', '""', "*", "%", "!", "!=", "=", "==", "~", "<", "<=", ">", ">=", "≤", "≠", "<>", "..", "...",
        ".", " ", "not ", "is ", "is not ", "null", "empty", "\\", "\\null", "between ", " and ", " or ", " to ",
        "from ", "before ", "on ", "at least ", "a", "B", "12", "2012", "-05", "1.5", "e3", "-", "+",
        "2012-05-03 12:30",
        "Jan 1, 1990", "MJD 55000.5", "55000", " nm", " min", "yes", "no", "00:42:44.3", ":", "é", "ß",
        "İ", "M 31", "'", "\u00a0", "\u3000", "日本", "e\u0301", ",000", "\0",
    ]
)  # fmt: skip
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
TEXTS = st.text(LETTERS, max_size=12) | st.lists(FRAGMENTS.filter(lambda piece: piece != "\0"), max_size=5).map("".join)
MOMENTS = st.builds(
    lambda moment, length: parse_moment(moment.isoformat(" ", "microseconds")[:length]),
    st.datetimes(),
    st.sampled_from([4, 7, 10, 13, 16, 19, 21, 24, 26]),
)
NUMBERS = {
    "integer": st.integers(-(2**63), 2**63 - 1),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "wave": st.floats(allow_nan=False, allow_infinity=False),
    "ra": st.floats(0, 360),
    "dec": st.floats(-90, 90),
}


def pieces(texts):
    """At least two, one not empty, empty ones only at the ends."""
    inner = st.lists(texts.filter(bool), max_size=2)
    return st.tuples(texts, inner, texts).map(lambda p: (p[0], *p[1], p[2])).filter(any)


def lowered(text):
    return re.sub("[A-Z]", lambda letter: letter[0].lower(), text)


@st.composite
def criteria(draw, kind):
    if kind in ("text", "substring"):
        values, order = TEXTS, lowered
        kinds = [st.builds(Like, pieces(values))]
    elif kind == "boolean":
        values, order, kinds = st.booleans(), None, []
    elif kind == "datetime":
        values, order, kinds = MOMENTS, lambda moment: moment.start, []
    else:
        values, order, kinds = NUMBERS[kind].map(Number), lambda number: number.value, []
    kinds += [st.builds(Equals, values), st.just(IsNull())]
    if order:
        ends = st.tuples(values, values)
        if kind != "ra":
            ends = ends.map(lambda pair: sorted(pair, key=order))
        kinds += [
            st.builds(Compare, st.sampled_from(["<", "<=", ">", ">="]), values),
            ends.map(lambda pair: Between(*pair)),
        ]
    terms = st.lists(st.builds(Term, st.one_of(kinds), st.booleans()), min_size=1, max_size=4)
    return Criterion(COLUMNS[kind].name, tuple(draw(terms)))


@pytest.mark.parametrize("kind", COLUMNS)
def test_every_criterion_is_read_from_its_spelling(kind):
    column = COLUMNS[kind]

    @settings(max_examples=300, deadline=None)
    @given(criteria(kind))
    def holds(criterion):
        assert parse(column, spell(column, criterion)) == criterion
        assert describe(column, criterion).startswith(column.label + " ")

    holds()


@pytest.mark.parametrize("kind", COLUMNS)
def test_any_text_is_refused_in_a_sentence_or_read_and_spelt(kind):
    column = COLUMNS[kind]

    @settings(max_examples=500, deadline=None)
    @given(st.lists(FRAGMENTS, max_size=7).map("".join) | st.text(max_size=20))
    def holds(text):
        try:
            criterion = parse(column, text)
        except CriterionError as error:
            refusal = error.message
        else:
            refusal = ""
        if refusal:
            assert refusal.startswith(f"{column.label}: “")
            return
        assume(criterion is not None)
        spelling = spell(column, criterion)
        assert parse(column, spelling) == criterion
        assert spell(column, parse(column, spelling)) == spelling
        assert describe(column, criterion).startswith(column.label + " ")

    holds()


# The page for people

PAGE = (Path(__file__).parents[2] / "docs" / "operators.md").read_text(encoding="utf-8")
ROWS = [
    tuple(cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1])
    for line in PAGE.splitlines()
    if line.startswith("| `")
]


@pytest.mark.parametrize(("typed", "kind", "said"), ROWS, ids=[f"{row[1]}: {row[0]}" for row in ROWS])
def test_the_page_on_operators_is_right(typed, kind, said):
    column = COLUMNS[kind]
    try:
        found = describe(column, parse(column, typed[1:-1]))
    except CriterionError as error:
        found = error.message
    assert found == said


@pytest.mark.parametrize(
    "operator", [*grammar._SYMBOLS, *grammar._WORDS, *grammar._DATE_WORDS, "!", "!=", "<>", "~", "==", ".."]
)
def test_the_page_on_operators_has_every_operator(operator):
    assert any(operator in row[0] for row in ROWS)


def test_the_page_on_operators_has_every_kind_and_the_limits():
    assert {row[1] for row in ROWS} == set(KINDS)
    assert all(f"{limit:,}" in PAGE for limit in (MAX_TERMS, MAX_TEXT, MAX_WILDCARDS))
