"""Bytes into lines: what was written is read, no line is lost, and what cannot be read says so in a sentence."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import resource
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mastsite.lists import MAX_BYTES, MAX_LINE, MAX_LINES, Choice, ChoiceError, ListError, choose, guess, read, wanted

pytestmark = pytest.mark.filterwarnings("ignore:File may have been truncated")
MIXED = "M 31\n\n  \n# remark\n10.6847,41.2690\n00 42 44.3 +41 16 09\nO58501060\n"

NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40
).filter(lambda text: text.strip() and not text.lstrip().startswith("#"))
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])


@given(st.lists(NAMES | st.sampled_from(["", "   ", "# remark"]), min_size=1, max_size=30), LINE_ENDS, ENCODINGS)
@settings(max_examples=200, deadline=None)
def test_no_line_is_lost(written: list[str], end: str, encoding: str) -> None:
    targets = [line for line in written if line.strip() and not line.lstrip().startswith("#")]
    try:
        listing = read(end.join(written).encode(encoding), header=False)
    except ListError:
        assert not targets
        return
    assert len(listing.lines) == len(targets)
    assert listing.remarks == sum(line.lstrip().startswith("#") for line in written)
    statuses = [wanted(line, guess(listing)) for line in listing.lines]
    assert len(statuses) == len(targets)
    assert [line.number for line in listing.lines] == [
        at for at, line in enumerate(written, 1) if line.strip() and not line.lstrip().startswith("#")
    ]


@given(st.lists(NAMES, min_size=1, max_size=30), LINE_ENDS, ENCODINGS)
@settings(max_examples=200, deadline=None)
def test_what_was_written_is_read(written: list[str], end: str, encoding: str) -> None:
    listing = read(end.join(written).encode(encoding), header=False, delimiter="")
    assert [line.text for line in listing.lines] == [line.strip() for line in written]


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12).map(str.strip)


@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(
            st.lists(CELLS | CELLS.map(lambda cell: f'{cell}"\n,'), min_size=width, max_size=width),
            min_size=1,
            max_size=12,
        )
    ),
    st.sampled_from([",", "\t", ";", "|"]),
)
@settings(max_examples=200, deadline=None)
def test_tables_are_read_as_they_were_written(rows: list[list[str]], delimiter: str) -> None:
    rows = [["target", *map(str, range(1, len(rows[0])))], *[[f"x{at}", *row[1:]] for at, row in enumerate(rows)]]
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    listing = read(made.getvalue().encode())
    assert [heading.name for heading in listing.headings] == rows[0]
    assert [list(line.cells) for line in listing.lines] == [[cell.strip() for cell in row] for row in rows[1:]]
    assert guess(listing).target == 0


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_lines_or_a_sentence(data: bytes) -> None:
    try:
        listing = read(data)
    except ListError as error:
        assert str(error).endswith(".") and len(str(error)) < 700
        return
    choice = guess(listing)
    for line in listing.lines:
        one = wanted(line, choice)
        assert one.problem or one.word or one.position


@pytest.mark.parametrize("mark", ["=", "+", "-", "@"])
def test_an_open_quotation_mark_swallows_no_line(mark: str) -> None:
    listing = read(f'target,note\nM 31,"{mark}a\nM 33,b\nM 101,"c"\n'.encode())
    assert len(listing.lines) == 3 and [bool(line.problem) for line in listing.lines] == [True, False, False]


def test_mixed_lines_are_a_plain_list() -> None:
    listing = read(MIXED.encode())
    assert not listing.is_table and listing.blank == 2 and listing.remarks == 1
    assert [line.number for line in listing.lines] == [1, 5, 6, 7]


@pytest.mark.parametrize(
    ("data", "target", "ra", "dec"),
    [
        (b"ra,dec,mag\n1,2,3\n", None, 0, 1),
        (b"_RAJ2000\t_DEJ2000\tName\n1\t2\tx\n", None, 0, 1),
        (b"Source Name|flux\nM 31|3\n", 0, None, None),
        (b"n;RA (deg);Dec (deg)\n1;2;3\n", None, 1, 2),
        (b"12,a,b\n13,c,d\n", 0, None, None),
    ],
    ids=["ra and dec", "catalogue names", "name", "with units", "nothing known"],
)  # fmt: skip
def test_columns_are_guessed(data: bytes, target: int | None, ra: int | None, dec: int | None) -> None:
    found = guess(read(data))
    assert (found.target, found.ra, found.dec) == (target, ra, dec) and found.why


def test_columns_are_chosen() -> None:
    listing = read(b"ra,dec,mag\n1,2,3\n")
    assert choose(listing, target="MAG").target == 2 and choose(listing, target="3").target == 2
    for wrong in (
        {"target": "nothing"},
        {"ra": "1"},
        {"target": "1", "ra": "2", "dec": "3"},
        {"target": "99"},
        {"target": "²"},
    ):
        with pytest.raises(ChoiceError):
            choose(listing, **wrong)
    with pytest.raises(ChoiceError):
        choose(read(b"M 31\n"), target="1")
    assert guess(read(b"M 31\n")) == Choice()


def votable(fields: str, rows: str = "<TR><TD>M 31</TD></TR>", before: str = "", table: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE><TABLE {table}>'
        f"{fields}<DATA><TABLEDATA>{rows}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"
    ).encode()


NAME = '<FIELD name="n" datatype="char" arraysize="*"/>'


def test_votable() -> None:
    fields = '<FIELD name="a" datatype="double" ucd="pos.eq.ra;meta.main"/><FIELD name="b" datatype="double" ucd="pos.eq.dec;meta.main"/>'
    listing = read(votable(fields, "<TR><TD>10.5</TD><TD>-3</TD></TR><TR><TD/><TD>1</TD></TR>"))
    assert [line.cells for line in listing.lines] == [("10.5", "-3.0"), ("", "1.0")]
    found = guess(listing)
    assert (found.ra, found.dec, found.why) == (0, 1, "by UCD")


def fits_table(**columns: list[object]) -> bytes:
    from astropy.table import Table

    made = io.BytesIO()
    Table(columns).write(made, format="fits")
    return made.getvalue()


def test_fits_and_ecsv() -> None:
    listing = read(fits_table(name=["M 31", "M 33"], ra=[10.5, 20.0]))
    assert [line.cells for line in listing.lines] == [("M 31", "10.5"), ("M 33", "20.0")]
    from astropy.table import Table

    made = io.StringIO()
    Table({"target": ["M 31", "a b"]}).write(made, format="ascii.ecsv")
    assert [line.cells for line in read(made.getvalue().encode()).lines] == [("M 31",), ("a b",)]


def packed(data: bytes, number: int = 1) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for at in range(number):
            archive.writestr(f"{at}.csv", data)
    return made.getvalue()


def test_packed_lists() -> None:
    for data in (gzip.compress(MIXED.encode()), packed(MIXED.encode())):
        listing = read(data)
        assert len(listing.lines) == 4 and "taken out of" in listing.notes[0]


def test_latin_1() -> None:
    listing = read("Barnard’s\nétoile\n".replace("’", "'").encode("latin-1"))
    assert listing.encoding == "Latin-1" and listing.lines[1].text == "étoile" and "Latin-1" in listing.notes[0]


def test_lines_that_are_wrong_stop_no_other() -> None:
    listing = read(b"M 31\n" + b"x" * 10**6 + b"\nM\0 33\n400 95\n10,5 41,2\nM 101\n")
    statuses = [wanted(line, guess(listing)) for line in listing.lines]
    assert [bool(one.problem) for one in statuses] == [False, True, True, True, True, False]
    assert f"{MAX_LINE:,} are read" in statuses[1].problem and "NUL" in statuses[2].problem


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
STREAM = (
    "<VOTABLE><RESOURCE><TABLE>"
    + NAME
    + "<DATA><BINARY><STREAM {}>AAAA</STREAM></BINARY></DATA></TABLE></RESOURCE></VOTABLE>"
)
FITS = fits_table(name=["M 31"] * 30)


def binary(rows: bytes, kind: str = "BINARY", field: str = 'name="n" datatype="char" arraysize="*"') -> bytes:
    stream = f'<{kind}><STREAM encoding="base64">{base64.b64encode(rows).decode()}</STREAM></{kind}>'
    return f"<VOTABLE><RESOURCE><TABLE><FIELD {field}/><DATA>{stream}</DATA></TABLE></RESOURCE></VOTABLE>".encode()


def workbook(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return held.getvalue()


REFUSED = {
    "empty": (b"", "is empty"),
    "blanks": (b" \n\r\n\t\n", "is empty"),
    "only a mark": (b"\xef\xbb\xbf", "is empty"),
    "only remarks": (b"# a\n# b\n", "no targets"),
    "only headings": (b"target,ra\n", "one target"),
    "too many bytes": (b"x" * (MAX_BYTES + 1), "20 MB"),
    "a million lines": (b"1 2\n" * 10**6, "1,000,000 lines"),
    "one line too many": (b"1 2\n" * (MAX_LINES + 1), "100,001 lines"),
    "gzip bomb": (gzip.compress(bytes(10**9 // 4), 1), "Out of the gzip file"),
    "gzip of gzip": (gzip.compress(gzip.compress(b"M 31")), "twice"),
    "cut gzip": (gzip.compress(MIXED.encode())[:-9], "lost"),
    "wrong gzip": (b"\x1f\x8b" + b"x" * 50, "could not be unpacked"),
    "zip bomb": (packed(bytes(10**8)), "Out of the zip archive"),
    "zip of many": (packed(b"M 31", 3), "3 files"),
    "workbook": (workbook("[Content_Types].xml", "xl/workbook.xml"), "Save the sheet as CSV"),
    "OpenDocument": (workbook("mimetype", "content.xml"), "Save the sheet as CSV"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 500, "workbook of an old office"),
    "wrong zip": (b"PK\x03\x04" + b"x" * 50, "could not be unpacked"),
    "bzip2": (b"BZh9" + b"x" * 50, "bzip2"),
    "binary": (bytes(range(256)) * 40, "binary"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40, "binary"),
    "NULs": (b"\0" * 1000, "NUL"),
    "UTF-16 without its mark": ("M 31\nM 33\n".encode("utf-16-le"), "UTF-16"),
    "cut UTF-16": ("M 31\n".encode("utf-16")[:-1], "UTF-16"),
    "VOTable with entities": (votable(NAME, before=BOMB), "entities"),
    "VOTable, UTF-16, with entities": (votable(NAME, before=BOMB).decode().encode("utf-16"), "entities"),
    "VOTable with rows elsewhere": (STREAM.format('href="http://127.0.0.1:9/x"').encode(), "another address"),
    "VOTable with compressed rows": (STREAM.format('encoding="gzip"').encode(), "compressed"),
    "VOTable that claims rows": (votable(NAME, table='nrows="99999999999"'), "lines"),
    "VOTable with vast cells": (votable('<FIELD name="n" datatype="double" arraysize="99999x99999"/>'), "values"),
    "VOTable with a false length": (binary(b"\x7f\xff\xff\xff" * 10), "row 1, column n"),
    "VOTable with a false length, with flags": (binary(b"\0\x7f\xff\xff\xff" * 3, "BINARY2"), "row 1, column n"),
    "VOTable cut in its second row": (binary(b"\0\0\0\4M 31\0\0\0\5M 3"), "row 2, column n"),
    "VOTable of numbers, cut": (binary(bytes(20), field='name="ra" datatype="double"'), "row 3, column ra"),
    "VOTable of a million empty rows": (gzip.compress(binary(bytes(12 * 2**20)), 1), "100,000"),
    "VOTable without rows": (votable(NAME, rows=""), "no rows"),
    "XML of something else": (b"<?xml version='1.0'?><html/>", "VOTable"),
    "cut VOTable": (votable(NAME)[:-40] + b"<", "VOTable"),
    "cut FITS": (FITS[:-2880], "longer than the file"),
    "FITS without table": (FITS[:2880], "no table"),
    "FITS that claims rows": (FITS.replace(b"NAXIS2  =                   30", b"NAXIS2  =            999999999"), "lines"),
    "FITS of nothing": (b"SIMPLE  =" + b"x" * 3000, "FITS"),
    "cut Parquet": (b"PAR1" + b"x" * 100, "Parquet"),
    "broken ECSV": (b"# %ECSV 1.0\n# ---\n# datatype: [\nx\n1\n", "ECSV"),
    "too many columns": (b",".join(b"ra" for _ in range(500)) + b"\n1,2\n", "500 columns"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_list_is_told_in_a_sentence(name: str) -> None:
    data, said = REFUSED[name]
    with pytest.raises(ListError) as refused:
        read(data)
    sentence = str(refused.value)
    assert said in sentence, sentence
    assert sentence.endswith((".", "”")) and len(sentence) < 600 and "Traceback" not in sentence


@pytest.mark.parametrize("kind", ["binary", "binary2"])
def test_whole_binary_rows_are_read(kind: str) -> None:
    from astropy.table import Table

    table = Table(
        {
            "n": ["M 31", "NGC 1", "x"],
            "ra": [1.5, 2.5, 3.5],
            "ok": [True, False, True],
            "band": [[1, 2], [3, 4], [5, 6]],
        }
    )
    held = io.BytesIO()
    table.write(held, format="votable", tabledata_format=kind)
    assert [line.cells[:2] for line in read(held.getvalue()).lines] == [("M 31", "1.5"), ("NGC 1", "2.5"), ("x", "3.5")]


def test_memory_is_bounded_by_the_bounds() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name in (
        "gzip bomb",
        "zip bomb",
        "VOTable with vast cells",
        "VOTable that claims rows",
        "FITS that claims rows",
        "VOTable of a million empty rows",
        "VOTable with a false length",
        "a million lines",
    ):
        with pytest.raises(ListError):
            read(REFUSED[name][0])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB
