"""The services of observations: every mission in the common model, asked by position and by filters."""

from __future__ import annotations

import re

from mastsite.caom.asked import Cone, Search
from mastsite.caom.facets import facets
from mastsite.caom.fields import FIELDS, Field
from mastsite.caom.rows import Rows, counts
from mastsite.caom.search import plan
from mastsite.mashup.envelope import Envelope, Refused, shown
from mastsite.mashup.filters import conditions, position
from mastsite.mashup.services import service
from mastsite.mashup.table import TYPES, Answer, Document, Table

DEFAULT_RADIUS_DEG = 0.2
_COUNT = re.compile(r"count(_big)?\s*\(\s*\*\s*\)", re.IGNORECASE)


@service("Mast.Caom.Cone")
def cone(envelope: Envelope) -> Answer:
    """Everything around a position."""
    envelope.known("ra", "dec", "radius", "columns", "filters")
    around = Cone(envelope.number("ra"), envelope.number("dec"), envelope.number("radius", DEFAULT_RADIUS_DEG))
    return _answer(envelope, around)


@service("Mast.Caom.Filtered")
def filtered(envelope: Envelope) -> Answer:
    """What meets the filters, anywhere or around a position."""
    envelope.known("columns", "filters", "position")
    around = position(envelope.params["position"]) if envelope.params.get("position") else None
    return _answer(envelope, around)


@service("Mast.Caom.Filtered.Position")
def filtered_position(envelope: Envelope) -> Answer:
    """What meets the filters around a position."""
    envelope.known("columns", "filters", "position")
    return _answer(envelope, position(envelope.params.get("position")))


def _answer(envelope: Envelope, around: Cone | None) -> Answer:
    ready = plan(Search(conditions(envelope.params.get("filters"), envelope.messages), around))
    counted = counts(ready)
    total = sum(counted)
    messages = list(ready.messages)
    if _counts_only(envelope.params.get("columns")):
        return Table([("Column1", "text")], [(total,)], 1, messages=messages)
    rows = Rows(ready, counted, envelope.offset, envelope.pagesize)
    chosen = _columns(envelope, ready.fields)
    columns = [(field.name, field.kind) for field in chosen]
    if chosen == ready.fields:
        return Table(columns, rows, total, lambda: rows.truncated, messages)
    at = [ready.fields.index(field) for field in chosen]
    return Table(columns, (tuple(row[index] for index in at) for row in rows), total, lambda: rows.truncated, messages)


def _counts_only(columns: object) -> bool:
    return isinstance(columns, str) and _COUNT.fullmatch(columns.strip()) is not None


def _columns(envelope: Envelope, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The chosen fields: all for ``*``, otherwise those of a list or of a text with commas."""
    value = envelope.params.get("columns") or "*"
    words = value.split(",") if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise Refused(f"columns was read as {shown(value)}. Send *, or names of fields with commas between them.")
    known = {field.name.lower(): field for field in fields}
    chosen: list[Field] = []
    for word in (word.strip() for word in words):
        if word == "*":
            return fields
        if word.lower() not in known:
            raise Refused(
                f"“{word[:60]}” in columns is no field of these rows. They are {', '.join(f.name for f in fields)}."
            )
        chosen.append(known[word.lower()])
    return tuple(dict.fromkeys(chosen))


@service("Mast.Caom.All")
def everything(envelope: Envelope) -> Answer:
    """The words of the model and how many rows each has, in the shape of the archive's menus; there are no rows in it."""
    envelope.known()
    found = facets()
    columns = []
    for field in FIELDS:
        properties: dict[str, object] = {"cc.text": field.label}
        if field.name in found.words:
            entries = [{"count": rows, "key": word} for word, rows in found.words[field.name].items()]
            properties["histObj"] = {"hist": entries} | {str(entry["key"]): entry for entry in entries}
        columns.append({"text": field.name, "dataIndex": field.name, "ExtendedProperties": properties})
    names = ("page", "pageSize", "pagesFiltered", "rows")
    pages = dict.fromkeys(names, 0) | {"rowsFiltered": found.rows, "rowsTotal": found.rows}
    table = {
        "name": "Table",
        "ExtendedProperties": {"Paging": pages},
        "Columns": columns,
        "Fields": [{"name": field.name, "type": TYPES[field.kind]} for field in FIELDS],
        "Rows": [],
    }
    messages = [*envelope.messages, *found.messages]
    if envelope.format != "extjs":
        messages.insert(0, "Mast.Caom.All is always written as extjs.")
    return Document({"status": "COMPLETE", "msg": " ".join(messages), "data": {"Tables": [table]}})
