"""What every writer must do, whichever formats there are. Files are read by programs that are not ours."""

from __future__ import annotations

import re
import tracemalloc
from itertools import islice

import pytest

from mastsite.exports import WRITERS, ExportError, writer_for, writer_for_accept
from mastsite.exports.stream import CHUNK_BYTES
from mastsite.search.declare import Column
from mastsite.search.result import Message
from tests.exports.readers import KEEPS_EMPTY_TEXT, READERS, STRIPS
from tests.exports.samples import ADDRESS, COLUMNS, SENTENCE, Rows, result, row, rows

every_writer = pytest.mark.parametrize("name", list(WRITERS))


def write(name, given, **options):
    return b"".join(WRITERS[name].write(given, address=ADDRESS, **options))


def read(name, data, columns=COLUMNS):
    return READERS[name](data, columns)


def expected(name, given):
    """`given` as the format's readers can see it."""
    if name in KEEPS_EMPTY_TEXT:
        return given
    strip = STRIPS.get(name, str)
    return [tuple((strip(cell) or None) if isinstance(cell, str) else cell for cell in line) for line in given]


def same(got, wanted):
    assert len(got) == len(wanted)
    for number, (one, other) in enumerate(zip(got, wanted, strict=True)):
        types = [type(cell) for cell in one], [type(cell) for cell in other]
        assert (number, one, types[0]) == (number, other, types[1])


@every_writer
def test_is_described(name):
    writer = WRITERS[name]
    assert writer.name == name
    assert writer.label and writer.extension
    assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+(; ?\w+=[\w-]+)?", writer.media_type, re.IGNORECASE)
    assert writer.description.endswith(".") and len(writer.description) < 160


def test_names_extensions_and_media_types_are_unique():
    writers = list(WRITERS.values())
    assert len({writer.extension for writer in writers}) == len(writers)
    types = [spelling for writer in writers for spelling in (writer.media_type, *writer.accept)]
    assert len(set(types)) == len(types)


@every_writer
def test_is_found_by_its_words(name):
    writer = WRITERS[name]
    assert writer_for(name.upper()) is writer
    assert writer_for(f".{writer.extension}") is writer
    for media_type in (writer.media_type, *writer.accept):
        assert writer_for_accept(media_type) is writer


@every_writer
def test_every_value_comes_back_across_chunk_seams(name):
    given = rows(25_000)
    got = read(name, write(name, result(iter(given))))
    assert got.names == [column.name for column in COLUMNS]
    same(got.rows, expected(name, given))


@every_writer
@pytest.mark.parametrize("number", [1, 255, 256, 257, 1024, 1025])
def test_batches_lose_nothing_at_their_seams(name, number):
    given = rows(number)
    same(read(name, write(name, result(iter(given)))).rows, expected(name, given))


@every_writer
def test_an_empty_result_is_a_whole_file(name):
    got = read(name, write(name, result([])))
    assert got.rows == []
    assert got.names == [column.name for column in COLUMNS]
    assert re.search(r"0 rows, complete|rows.: ?0", got.said)


@every_writer
def test_columns_without_any_value(name):
    given = [tuple([f"o{number}"] + [None] * (len(COLUMNS) - 1)) for number in range(300)]
    same(read(name, write(name, result(iter(given)))).rows, given)


@every_writer
def test_one_column_with_nothing_in_it_keeps_its_rows(name):
    columns = (Column("note", "Note"),)
    given = [("a",), (None,), ("b",)]
    same(read(name, write(name, result(iter(given), columns=columns)), columns).rows, given)


@every_writer
def test_says_where_it_is_from(name):
    said = read(name, write(name, result(rows(3)))).said
    plain = said.replace("\\u03b1", "α").replace("\\u03b2", "β").replace("\\u201c", "“").replace("\\u201d", "”")
    for words in (
        SENTENCE, ADDRESS, "Demonstration Space Telescope", "demo-2026-11-01", "2026-11-22T16:30:05Z", "10000",
        "The radius was read in arcmin.", "SIMBAD did not answer.", "Based on observations that nobody made.",
    ):  # fmt: skip
        assert words in plain


@every_writer
def test_truncation_known_at_the_end_is_said(name):
    def cut():
        yield from rows(700)
        given.truncated = "the limit is 700 rows"
        given.messages.append(Message("Sorting was given up."))

    given = result([])
    given.rows = cut()
    got = read(name, write(name, given))
    assert len(got.rows) == 700
    assert "truncated" in got.said and "the limit is 700 rows" in got.said
    assert "Sorting was given up." in got.said
    assert "700" in got.said


@every_writer
def test_a_failure_is_visible(name):
    """Streams say it at their end and stay well formed; the others give no file at all."""
    given = Rows(5_000, fail_at=1_000)
    chunks = WRITERS[name].write(result(given), address=ADDRESS)
    if not WRITERS[name].streams:
        with pytest.raises(ExportError, match="FAILED after 1000 rows"):
            next(chunks)
    else:
        got = read(name, b"".join(chunks))
        same(got.rows, expected(name, rows(1_000)))
        assert re.search(r"FAILED after 1000 rows|.error.: .The rows stopped", got.said)
        assert "RuntimeError" in got.said
        assert "secret words" not in got.said
    assert given.closed


@every_writer
def test_a_cell_of_the_wrong_kind_is_never_bent(name):
    def wrong(number):
        line = list(row(number))
        line[3] = 1.5 if number == 600 else line[3]
        return tuple(line)

    chunks = WRITERS[name].write(result(Rows(1_000, make=wrong)), address=ADDRESS)
    if not WRITERS[name].streams:
        with pytest.raises(ExportError, match="proposal_id"):
            next(chunks)
    else:
        got = read(name, b"".join(chunks))
        assert len(got.rows) == 512
        assert "proposal_id holds '1.5'" in got.said.replace('\\"', "'")


@every_writer
def test_numbers_take_their_columns_type(name):
    line = list(row(1))
    line[3], line[4], line[5], line[10] = 7.0, True, 3, 1
    wanted = list(line)
    wanted[3], wanted[4], wanted[5], wanted[10] = 7, 1, 3.0, True
    same(read(name, write(name, result([tuple(line)]))).rows, expected(name, [tuple(wanted)]))


@every_writer
def test_a_consumer_that_stops_early_closes_the_rows(name):
    given = Rows(50_000 if WRITERS[name].streams else 500)
    chunks = WRITERS[name].write(result(given), address=ADDRESS)
    list(islice(chunks, 2))
    chunks.close()
    assert given.closed
    assert given.given < 5_000


@every_writer
def test_chunks_are_of_a_useful_size(name):
    chunks = list(WRITERS[name].write(result(Rows(20_000)), address=ADDRESS))
    middle = chunks[1:-3]
    assert len(middle) > 1
    assert max(map(len, chunks)) < 5 * CHUNK_BYTES
    assert sum(map(len, middle)) / len(middle) > CHUNK_BYTES / 2


@every_writer
def test_streams_begin_before_the_rows_end(name):
    given = Rows(20_000)
    chunks = WRITERS[name].write(result(given), address=ADDRESS)
    list(islice(chunks, 2))
    assert (given.given < 2_000) == WRITERS[name].streams
    chunks.close()


@pytest.mark.slow
@every_writer
def test_memory_does_not_grow(name):
    """Peak of Python's memory for ten times the rows; a list of them would take 200 MB."""
    number = 30_000 if name == "xlsx" else 200_000
    b"".join(WRITERS[name].write(result(Rows(1_000))))  # what is loaded once
    tracemalloc.start()
    try:
        size = sum(map(len, WRITERS[name].write(result(Rows(number)))))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > 1_000_000
    assert peak < 24_000_000
