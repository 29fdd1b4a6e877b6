"""Requests of the corpus sent, and answers read back, with nothing of the site's own code.

Independent counts are plain SQL over the holdings and the angle between two directions in Python.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import html5lib
import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

CORPUS = Path(__file__).with_name("replay.csv")
DELIMITERS = {"CSV": ",", "PSV": "|", "SSV": " ", "TSV": "\t", "COSV": ";"}
PARTS = " ~ "


@dataclass(frozen=True, slots=True)
class Case:
    """One request of the corpus and what must come back.

    Parameters
    ----------
    id, client, note : its name, whose scripts send it, what it is there for.
    method : GET, POST, or UPLOAD for a multipart form, whose `upload` is the text of its file.
    query, body : as they are sent; letters beyond ASCII go out as single bytes of Latin-1.
    shape : how the body is read: a word of ``outputformat``, or text, page.
    first : first line of the body; contains : parts that are in it, or are not where they begin with an exclamation mark.
    told : what the headers tell as not translated, not resolved or cut.
    slug, key : mission and ``label=column`` that rows are told apart by.
    rows : rows of each table, with plus signs between; near, condition : what an independent count gives, place by place.
    cut : rows that match, where not all of them come back.
    new : ``same`` where the new address in the Link header gives the same rows.
    """

    id: str
    client: str
    method: str
    path: str
    query: str
    body: str
    upload: str
    status: int
    type: str
    shape: str
    first: str
    contains: str
    told: str
    slug: str
    key: str
    rows: str
    near: str
    condition: str
    cut: str
    new: str
    note: str

    @property
    def label(self) -> str:
        return self.key.partition("=")[0]

    @property
    def column(self) -> str:
        return self.key.partition("=")[2] or self.key


def cases() -> list[Case]:
    with CORPUS.open(encoding="utf-8", newline="") as file:
        return [Case(**{**row, "status": int(row["status"])}) for row in csv.DictReader(file)]  # type: ignore[arg-type]


COLUMNS = tuple(field.name for field in fields(Case))


@dataclass(frozen=True, slots=True)
class Table:
    labels: list[str]
    rows: list[list[str]]

    def values(self, label: str) -> list[str]:
        at = self.labels.index(label)
        return [row[at].strip() for row in self.rows]


def send(case: Case) -> Any:
    """The response; the address goes out byte by byte, as a socket would bring it."""
    client = Client(raise_request_exception=False)
    environment = {"QUERY_STRING": case.query.encode("latin-1").decode("latin-1")}
    if case.method == "GET":
        return client.get(case.path, **environment)
    if case.method == "POST":
        kind = "application/x-www-form-urlencoded"
        return client.generic("POST", case.path, case.body.encode("latin-1"), content_type=kind, **environment)
    data: dict[str, Any] = {}
    for piece in filter(None, case.body.split("&")):
        name, _, value = piece.partition("=")
        data.setdefault(unquote_plus(name), []).append(unquote_plus(value))
    if case.upload:
        data["localfile"] = SimpleUploadedFile("list.txt", case.upload.encode(), "text/plain")
    return client.post(case.path, data, **environment)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def tables(body: bytes, shape: str) -> list[Table]:
    """Every table of an answer that has rows."""
    if shape in DELIMITERS:
        return list(_delimited(body.decode(), DELIMITERS[shape]))
    return list({"VOTable": _votable, "JSON": _json, "HTML_Table": _html, "Excel_Spreadsheet": _workbook}[shape](body))


def _delimited(text: str, delimiter: str) -> Iterator[Table]:
    labels: list[str] = []
    for block in re.split(r"\n\n+", text.strip("\n")):
        lines = [line for line in block.split("\n") if not line.startswith("Input line ")]
        rows = list(csv.reader(lines, delimiter=delimiter))
        if not labels and len(rows) > 1:
            labels, rows = rows[0], rows[2:]
        rows = [row for row in rows if len(row) == len(labels) and row[0] != "no rows found"]
        if rows:
            yield Table(labels, rows)


def _votable(body: bytes) -> Iterator[Table]:
    root = ET.fromstring(body)
    for item in root.iter():
        item.tag = re.sub(r"\{.*\}", "", item.tag)
    for table in root.iter("TABLE"):
        labels = [item.get("name", "") for item in table.iter("FIELD")]
        rows = [[cell.text or "" for cell in row.iter("TD")] for row in table.iter("TR")]
        if rows:
            yield Table(labels, rows)


def _json(body: bytes) -> Iterator[Table]:
    found = json.loads(body)
    for rows in [found] if not found or isinstance(found[0], dict) else found:
        assert all(isinstance(value, str) for row in rows for value in row.values())
        if rows:
            yield Table(list(rows[0]), [list(row.values()) for row in rows])


def _html(body: bytes) -> Iterator[Table]:
    page = html5lib.parse(body.decode(), namespaceHTMLElements=False)
    for table in page.iter("table"):
        head = table.find("thead")
        if head is None:
            continue
        labels = ["".join(cell.itertext()).strip() for cell in head.iter("th")]
        found = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.find("tbody").iter("tr")]
        rows = [["".join(cell.itertext()).strip() for cell in row] for row in found]
        yield Table(labels, rows)


def _workbook(body: bytes) -> Iterator[Table]:
    sheet = openpyxl.load_workbook(io.BytesIO(body), read_only=True).worksheets[0]
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    yield Table(rows[0], [row for row in rows[2:] if any(row)])


def counted(case: Case, table: str, positions: tuple[str, str]) -> list[list[str]]:
    """Keys of the rows that must come back, for each place in turn: by SQL over `table`, and by angles."""
    ra, dec = (f'"{name}"' for name in positions)
    places = [tuple(map(float, place.split())) for place in case.near.split(";")] if case.near else [()]
    conditions = case.condition.split(" ;; ") if case.condition else [""]
    found = []
    for number, place in enumerate(places if len(places) >= len(conditions) else places * len(conditions)):
        condition = conditions[min(number, len(conditions) - 1)]
        where = [f"({condition})"] if condition else []
        if place:
            ra_deg, dec_deg, radius_arcmin = place
            reach = radius_arcmin / 60
            where.append(f"{dec} BETWEEN {dec_deg - reach - 1e-6} AND {dec_deg + reach + 1e-6}")
        asked = f'SELECT "{case.column}", {ra}, {dec} FROM {table}' + (f" WHERE {' AND '.join(where)}" if where else "")
        with connection.cursor() as cursor:
            cursor.execute(asked)
            rows = cursor.fetchall()
        if place:
            rows = [
                row for row in rows if row[1] is not None and _apart(row[1], row[2], ra_deg, dec_deg) <= radius_arcmin
            ]
        found.append([str(row[0]) for row in rows])
    return found


def _apart(ra_deg: float, dec_deg: float, other_ra_deg: float, other_dec_deg: float) -> float:
    """Angle between two directions, arcminutes; by Vincenty's formula, which is good at every angle."""
    one, other = math.radians(dec_deg), math.radians(other_dec_deg)
    turn = math.radians(other_ra_deg - ra_deg)
    up = math.cos(one) * math.sin(other) - math.sin(one) * math.cos(other) * math.cos(turn)
    across = math.cos(other) * math.sin(turn)
    along = math.sin(one) * math.sin(other) + math.cos(one) * math.cos(other) * math.cos(turn)
    return math.degrees(math.atan2(math.hypot(up, across), along)) * 60
