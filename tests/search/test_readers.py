"""Every reader gives numbered rows, and every broken file a sentence with the place."""

import gzip
import io
from pathlib import Path

import pytest
from astropy.table import MaskedColumn, Table

from mastsite.search.readers import ENDINGS, READERS, ReadError, read

SAMPLE = Table(
    {
        "name": ["M 31", "M 33"],
        "count": MaskedColumn([1, 2], mask=[False, True]),
        "size": [3.5, float("nan")],
    }
)
AS_VALUES = [(1, {"name": "M 31", "count": 1, "size": 3.5}), (2, {"name": "M 33", "count": None, "size": None})]
AS_TEXT = [(2, {"name": "M 31", "count": "1", "size": "3.5"}), (3, {"name": "M 33", "count": "", "size": ""})]


def written(folder: Path, form: str) -> Path:
    """The sample in a format."""
    path = folder / {"votable": "sample.vot"}.get(form, f"sample.{form}")
    if form in ("csv", "tsv"):
        path.write_text("name,count,size\nM 31,1,3.5\nM 33,,\n".replace(",", "\t" if form == "tsv" else ","), "utf-8")
    elif form == "parquet":
        import pyarrow
        import pyarrow.parquet

        columns = {"name": ["M 31", "M 33"], "count": [1, None], "size": [3.5, float("nan")]}
        pyarrow.parquet.write_table(pyarrow.table(columns), path, row_group_size=1)
    else:
        SAMPLE.write(path, format={"ecsv": "ascii.ecsv"}.get(form, form))
    return path


@pytest.mark.parametrize("form", sorted(READERS))
def test_every_form_gives_the_sample(form: str, tmp_path: Path) -> None:
    path = written(tmp_path, form)
    expected = AS_TEXT if form in ("csv", "tsv") else AS_VALUES
    assert list(read(path)) == expected, "by the ending"
    with path.open("rb") as opened:
        assert list(read(opened, form)) == expected, "by the form"
        assert not opened.closed
    squeezed = Path(f"{path}.gz")
    squeezed.write_bytes(gzip.compress(path.read_bytes()))
    assert list(read(squeezed)) == expected, "by the ending under .gz"
    assert list(read(io.BytesIO(squeezed.read_bytes()), form)) == expected, "gzip by its first bytes"
    assert all(type(value) in (str, int, float, type(None)) for _n, row in read(path) for value in row.values())


def test_every_form_has_an_ending() -> None:
    assert set(ENDINGS.values()) == set(READERS)


@pytest.mark.parametrize("form", sorted(READERS))
def test_a_file_cut_short_is_an_error(form: str, tmp_path: Path) -> None:
    path = written(tmp_path, form)
    broken = gzip.compress(path.read_bytes())[:-12]
    with pytest.raises(ReadError, match=f"sample.*{form}"):
        list(read(_kept(tmp_path, path.name, broken)))


def _kept(folder: Path, name: str, content: bytes) -> Path:
    path = folder / f"{name}.gz"
    path.write_bytes(content)
    return path


def test_csv_tolerates_a_mark_blank_headings_and_empty_lines() -> None:
    text = '\ufeff a , b\r\n\r\n1,"two\r\nlines"\r\n3, 4\r\n'
    rows = list(read(io.BytesIO(text.encode()), "csv"))
    assert rows == [(3, {"a": "1", "b": "two\r\nlines"}), (5, {"a": "3", "b": " 4"})]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"a,b\n1,2\n3\n", "line 3: 1 fields were read under 2 headings", id="too few fields"),
        pytest.param(b"a,b\n1,2,3\n", "line 2: 3 fields were read under 2 headings", id="too many fields"),
        pytest.param(b"a,b\n1,2\n\xe9,2\n", "line 3: byte 0xe9 at column 1 is not UTF-8; save", id="not UTF-8"),
        pytest.param(b'a,b\n1,"2\n3,4\n', "line 2: the csv reader stopped .* mend", id="quotation mark left open"),
        pytest.param(b"a,a\n1,2\n", "the heading 'a' stands twice", id="heading twice"),
        pytest.param(b"", "there is no line of headings", id="empty file"),
    ],
)
def test_broken_csv_names_the_line_and_the_remedy(content: bytes, sentence: str) -> None:
    with pytest.raises(ReadError, match=sentence):
        list(read(io.BytesIO(content), "csv"))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        pytest.param("rows.docx", "format is not known .* use one of .*csv", id="unknown ending"),
        pytest.param("absent.csv", "read as csv, and it stopped at .*No such file", id="no file"),
    ],
)
def test_what_is_not_a_table_is_refused(tmp_path: Path, name: str, sentence: str) -> None:
    with pytest.raises(ReadError, match=sentence):
        list(read(tmp_path / name))


@pytest.mark.parametrize("form", ["ecsv", "fits", "parquet", "votable"])
def test_text_under_another_name_is_refused(form: str) -> None:
    with pytest.raises(ReadError, match=f"read as {form}"):
        list(read(io.BytesIO(b"nothing of the kind\n"), form))


def test_fits_text_loses_its_padding_and_empty_text_is_none(tmp_path: Path) -> None:
    path = tmp_path / "padded.fits"
    Table({"word": [b"AIS  ", b"     "]}).write(path)
    assert [row["word"] for _n, row in read(path)] == ["AIS", None]


def test_columns_that_are_no_plain_values_are_refused(tmp_path: Path) -> None:
    from astropy.time import Time

    path = tmp_path / "times.ecsv"
    Table({"when": Time(["2003-06-07"])}).write(path)
    with pytest.raises(ReadError, match="column 'when': it is a Time"):
        list(read(path))
