"""VOTable, and the answers of Simple Cone Search: one RESOURCE for each search, with what was asked and how it went.

Numbers have every stored digit, because programs read them; right ascension and declination are in degrees, unless
``coordformat=sex`` was asked for by that word, and never so in a cone search.

The parts in `document` serve every tool that writes a VOTable.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.http import HttpRequest

from mastsite.exports.units import unit_for
from mastsite.legacy.asked import Asked
from mastsite.legacy.columns import labels, ucd1
from mastsite.legacy.shapes.document import (
    END,
    END_RESOURCE,
    END_TABLE,
    MEDIA_TYPE,
    Field,
    Info,
    Param,
    begin,
    error,
    resource,
    row,
    table,
)
from mastsite.legacy.shapes.reading import Kept, Table, keep, known_cut, tables
from mastsite.legacy.shapes.registry import Reply, Way, shape
from mastsite.legacy.shapes.text import NO_ROWS, UNRESOLVED, one_line
from mastsite.legacy.values import spell_rows
from mastsite.search.declare import ClassicForm, Column, Mission
from mastsite.search.limits import TimeLimit

__all__ = [
    "END", "END_RESOURCE", "END_TABLE", "MEDIA_TYPE", "Field", "Info", "Param",
    "begin", "error", "fields_of", "refuse", "resource", "row", "table", "write",
]  # fmt: skip

CHUNK_ROWS = 500
_OWN_PARAMS = frozenset(["mission", "found_rows", "verb"])
_READ_PARAMS = frozenset(["ra", "dec", "radius"])
"""Parameters that are said as they were read, in the unit of the table, when a search is around one place."""

_DATATYPES = {"integer": "long", "float": "double", "ra": "double", "dec": "double", "boolean": "boolean"}


def refuse(
    status: int, sentences: Sequence[str], request: HttpRequest | None = None, ways: Sequence[Way] = ()
) -> bytes:
    """What is wrong, as a document."""
    return error(sentences).encode()


@shape(
    "VOTable", label="VOTable", media_type=MEDIA_TYPE, refuse=refuse, refused_as=MEDIA_TYPE,
    extension="xml", successor="vot",
)  # fmt: skip
def write(reply: Reply) -> Iterator[bytes]:
    asked = reply.asked
    several = isinstance(asked.searches, list | tuple) and len(asked.searches) > 1
    reply.cut = known_cut(asked) if several else ""
    written = begin(f"{asked.form.title}: classic search")
    number = -1
    for number, item in enumerate(tables(asked)):
        try:
            kept = keep(item)
        except TimeLimit as stopped:
            if number == 0:
                raise
            written += _failed(item, str(stopped))
            continue
        if number == 0:
            reply.cut = kept.table.cut or reply.cut
        written += "".join(_head(asked, kept, number))
        yield written.encode()
        written = ""
        if item.search.query is not None:
            yield from _rows(asked, kept, number)
        written = END_RESOURCE
    if number < 0:
        written += resource("", [Info("QUERY_STATUS", "OK"), Info("message", NO_ROWS)]) + END_RESOURCE
    yield (written + END).encode()


def _head(asked: Asked, kept: Kept, number: int) -> Iterator[str]:
    """A resource up to its first row, or up to its end where nothing could be searched."""
    search, given = kept.table.search, kept.table.given
    word = asked.form.mission_word.upper()
    if asked.drop_empty and given:
        main = {asked.mission.id_column, asked.mission.ra_column, asked.mission.dec_column} if asked.cone else set()
        columns = kept.table.columns
        kept.narrow([some or column.name in main for some, column in zip(kept.filled, columns, strict=True)])
    said = search.heading or search.said
    yield resource(one_line(said), _infos(asked, kept, number), _params(asked, kept, number))
    if search.query is not None:
        coordinates = _coordinates(asked)
        fields = fields_of(asked.form, asked.mission, kept.columns, coordinates=coordinates, number=number)
        yield table(word, f"MAST {word} Search: {given} row(s) returned!", fields)


def _rows(asked: Asked, kept: Kept, number: int) -> Iterator[bytes]:
    coordinates = _coordinates(asked)
    fields = fields_of(asked.form, asked.mission, kept.columns, coordinates=coordinates, number=number)
    spell = spell_rows(kept.columns, coordinates, digits=True)
    rows = kept.rows()
    while batch := list(islice(rows, CHUNK_ROWS)):
        yield "".join(row(fields, spell(cells)) for cells in batch).encode("utf-8", "replace")
    yield END_TABLE.encode()


def _coordinates(asked: Asked) -> str:
    """Degrees, unless another form was asked for by its word; a cone search has degrees in any case."""
    named = any(name.lower() == "coordformat" and value.strip() for name, value in asked.pairs)
    return asked.coordinates if named and not asked.cone else "dec"


def fields_of(
    form: ClassicForm, mission: Mission, columns: Sequence[Column], *, coordinates: str = "dec", number: int = 0
) -> list[Field]:
    """The fields of a table.

    Parameters
    ----------
    number : of the resource in its document, from 0; identifiers of later ones end in it, since each may stand once.
    """
    return [
        _field(mission, column, text, coordinates, number)
        for column, text in zip(columns, labels(form, columns), strict=True)
    ]


def _field(mission: Mission, column: Column, text: str, coordinates: str, number: int) -> Field:
    datatype, unit = _DATATYPES.get(column.kind, "char"), unit_for(column.unit, "vounit")
    if column.is_angle and coordinates != "dec":
        written = {"ra": "h:m:s", "dec": "deg:m:s"} if coordinates == "sex" else {"ra": "h", "dec": "deg"}
        unit = written[column.kind]
        datatype = "char" if coordinates == "sex" else datatype
    return Field(
        text,
        datatype,
        f"{column.name}_{number + 1}" if number else column.name,
        ucd1(mission, column),
        unit,
        in_frame=column.name in (mission.ra_column, mission.dec_column),
        description=column.description,
    )


def _infos(asked: Asked, kept: Kept, number: int) -> Iterator[Info]:
    search = kept.table.search
    if search.query is None:
        why = f"{UNRESOLVED}: {search.unresolved}" if search.unresolved else search.problem or NO_ROWS
        yield Info("QUERY_STATUS", "ERROR", one_line(why))
        if asked.cone:
            yield Info("Error", one_line(why))
    elif kept.stopped:
        yield Info("QUERY_STATUS", "ERROR", one_line(kept.stopped))
    else:
        yield Info("QUERY_STATUS", "OK")
        if kept.table.cut:
            yield Info("QUERY_STATUS", "OVERFLOW", kept.table.cut)
        elif not kept.table.given and not kept.table.empty:
            yield Info("message", NO_ROWS)
    if search.said and search.heading:
        yield Info("resolved", one_line(search.said))
    if number == 0:
        for note in asked.notes:
            yield Info("note", one_line(note))
        for item in asked.not_translated:
            yield Info("not_translated", f"{item.name}={item.value}", one_line(item.why))


def _params(asked: Asked, kept: Kept, number: int) -> Iterator[Param]:
    query = kept.table.search.query
    place = query.places[0] if query and len(query.places) == 1 else None
    if number == 0:
        for name, value in asked.pairs:
            word = name.lower()
            if word not in _OWN_PARAMS and not (place and word in _READ_PARAMS):
                yield Param(name, value)
    if place and query:
        yield Param("RA", repr(place.ra_deg), "double", "deg", "POS_EQ_RA")
        yield Param("DEC", repr(place.dec_deg), "double", "deg", "POS_EQ_DEC")
        yield Param("radius", repr(query.radius), "double", "arcmin")
    yield Param("mission", asked.form.mission_word)
    yield Param("found_rows", str(kept.table.given), "int")
    yield Param("verb", str(asked.verb), "int")


def _failed(item: Table, why: str) -> str:
    """A resource whose search did not finish."""
    return resource(one_line(item.search.heading), [Info("QUERY_STATUS", "ERROR", one_line(why))]) + END_RESOURCE
