"""Tables that an old tool worked out itself, in every shape but a page: texts, JSON, VOTable, a workbook.

The searches of the forms stream in `shapes`; what the tools beside them give is small and known before it is written.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from django.http import HttpResponse
from openpyxl import Workbook

from mastsite.exports.cells import printable
from mastsite.legacy.columns import labels, type_word
from mastsite.legacy.shapes.document import END, END_RESOURCE, END_TABLE, Info, Param, begin, resource, row, table
from mastsite.legacy.shapes.registry import Shape
from mastsite.legacy.shapes.text import NO_ROWS, PLAIN, lines
from mastsite.legacy.shapes.votable import fields_of
from mastsite.legacy.values import spell_rows
from mastsite.search.declare import ClassicForm, Column, Mission
from mastsite.search.result import Row

DELIMITERS = {"CSV": ",", "SSV": " ", "PSV": "|", "COSV": ";", "TSV": "\t"}
"""Shapes that are lines of text. To add one more: a line here, after it has been made in `shapes.text`."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table.

    Parameters
    ----------
    word : its name in a VOTable; title : the same for people.
    form, mission : whose columns these are; `made_up` gives both for a table of no mission.
    remarks : what must be said of it.
    """

    word: str
    title: str
    form: ClassicForm
    mission: Mission
    columns: tuple[Column, ...]
    rows: Sequence[Row] = ()
    remarks: tuple[str, ...] = ()
    coordinates: str = "sex"

    @property
    def headings(self) -> list[str]:
        return labels(self.form, self.columns)

    @property
    def types(self) -> list[str]:
        return [type_word(self.form, column) for column in self.columns]

    def spelt(self) -> list[tuple[str, ...]]:
        """The rows as texts."""
        return list(map(spell_rows(self.columns, self.coordinates), self.rows))


@dataclass(frozen=True, slots=True)
class Papers:
    """What a whole file says beside its tables; `ignored` are the parameters that changed nothing."""

    description: str = ""
    params: Sequence[tuple[str, str]] = ()
    remarks: Sequence[str] = ()
    ignored: Sequence[tuple[str, str]] = field(default=())


def made_up(word: str, title: str, columns: Sequence[Column]) -> tuple[ClassicForm, Mission]:
    """A form and a mission of columns that no mission has, so that they are written like all others."""
    by_kind = {column.kind: column.name for column in reversed(columns) if column.is_angle}
    mission = Mission(
        slug=word, name=title, short_name=title, columns=tuple(columns), id_column=columns[0].name, folder=Path(),
        ra_column=by_kind.get("ra", ""), dec_column=by_kind.get("dec", ""),
    )  # fmt: skip
    return ClassicForm(path=word, mission_word=word, title=title), mission


def write(shape: Shape, sheets: Sequence[Sheet], papers: Papers, file_name: str) -> HttpResponse:
    """The response in a shape that is no page; ``no rows found`` where no table has a row."""
    some = [sheet for sheet in sheets if sheet.rows]
    media_type, name = shape.media_type, f"{file_name}.{shape.extension}"
    if shape.name == "VOTable":
        body = _votable(sheets, papers)
    elif not some:
        body, media_type, name = f"{NO_ROWS}\n\n".encode(), PLAIN, ""
    elif shape.name in DELIMITERS:
        body = "".join(_text(sheet, DELIMITERS[shape.name]) for sheet in some).encode("utf-8", "replace")
    elif shape.name == "JSON":
        body = orjson.dumps(
            [dict(zip(sheet.headings, cells, strict=True)) for sheet in some for cells in sheet.spelt()]
        )
    else:
        body = _workbook(some)
    response = HttpResponse(body, content_type=media_type)
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return open_to_all(response, papers.remarks, papers.ignored)


def open_to_all(
    response: HttpResponse, remarks: Iterable[str] = (), ignored: Iterable[tuple[str, str]] = ()
) -> HttpResponse:
    """Let scripts of other sites read an answer, and say in headers what a text has no room for."""
    said = {
        "X-Remarks": "; ".join(remarks),
        "X-Not-Translated": "; ".join(f"{name}={value}" for name, value in ignored),
    }
    for name, text in said.items():
        if text:
            plain = "".join(c if c.isprintable() else " " for c in text.encode("ascii", "replace").decode())
            response[name] = plain if len(plain) <= 900 else f"{plain[:900]}..."
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "X-Remarks, X-Not-Translated, X-Request-ID"
    response["Cache-Control"] = "no-cache"
    return response


def _text(sheet: Sheet, delimiter: str) -> str:
    return lines([sheet.headings, sheet.types, *sheet.spelt()], delimiter) + "\n"


def _votable(sheets: Sequence[Sheet], papers: Papers) -> bytes:
    written = [begin(papers.description)]
    heads = [Info("remark", remark) for remark in papers.remarks]
    heads += [Info("not_translated", f"{name}={value}") for name, value in papers.ignored]
    params = [Param(name, ",".join(values)) for name, values in _by_name(papers.params).items()]
    for number, sheet in enumerate(sheets):
        infos = [Info("QUERY_STATUS", "OK"), *(Info("remark", remark) for remark in sheet.remarks), *heads]
        found = Param("found_rows", str(len(sheet.rows)), "int")
        fields = fields_of(sheet.form, sheet.mission, sheet.columns, number=number)
        spell = spell_rows(sheet.columns, "dec", digits=True)
        written.append(resource(sheet.title, infos, [*params, Param("mission", sheet.word), found]))
        written.append(table(sheet.word, sheet.title, fields))
        written += [row(fields, spell(cells)) for cells in sheet.rows]
        written += [END_TABLE, END_RESOURCE]
        heads, params = [], []
    if not sheets:
        written.append(
            resource("", [Info("QUERY_STATUS", "OK"), Info("message", NO_ROWS), *heads], params) + END_RESOURCE
        )
    return "".join([*written, END]).encode("utf-8", "replace")


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Parameters that were sent, each once; names that the document has for itself are left to it."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if name.lower() not in ("mission", "found_rows"):
            found.setdefault(name, []).append(value)
    return found


def _workbook(sheets: Sequence[Sheet]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, sheet in enumerate(sheets, start=1):
        word = "".join(c for c in sheet.word if c.isalnum() or c in " _-")[:24]
        page = book.create_sheet(f"{word} {number}".strip())
        for line, cells in enumerate([sheet.headings, sheet.types, *sheet.spelt()], start=1):
            for place, text in enumerate(cells, start=1):
                if text:
                    cell = page.cell(line, place, printable(text)[:32_767])
                    cell.data_type = "s"  # so that nothing is ever a formula
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()
