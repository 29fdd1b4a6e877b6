"""The columns of each service, as clients ask for them before the first search: names, labels, types, units, examples.

To add one more list: its entries under `CONFIGS`, by the name of the service.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mastsite.caom.fields import FIELDS, SEPARATOR, Field
from mastsite.mashup.products import PRODUCT_FIELDS

Config = dict[str, dict[str, Any]]

_DATATYPES = {"text": "char", "whole": "int", "number": "double", "truth": "boolean"}
"""Clients ask ``double`` by ranges and everything else by words."""

NAME_FIELDS = (
    Field("searchString", "Name", description="The name that was asked for, in lower case."),
    Field("resolver", "Resolver", description="Who knew it."),
    Field("cached", "Cached", "truth", description="Whether the answer was kept from an earlier question."),
    Field("resolverTime", "Time", "whole", "ms", description="How long the resolver took."),
    Field("searchRadius", "Radius", "number", "deg", "phys.angSize", "Size of the object; -1 where it is not known."),
    Field("canonicalName", "Object", ucd="meta.id", description="The resolver's own name of the object."),
    Field("ra", "RA", "number", "deg", "pos.eq.ra;meta.main", "Right ascension, ICRS."),
    Field("decl", "Dec", "number", "deg", "pos.eq.dec;meta.main", "Declination, ICRS."),
    Field("objectType", "Type", ucd="src.class", description="Kind of object."),
)


def _entries(fields: tuple[Field, ...]) -> Config:
    return {field.name: _entry(field, order) for order, field in enumerate(fields)}


def _entry(field: Field, order: int) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "text": field.label,
        "order": order,
        "vot.datatype": _DATATYPES[field.kind],
        "vot.name": field.name,
        "vot.ID": field.name,
        "vot.description": field.description,
    }
    if field.kind == "text":
        entry["vot.arraysize"] = "*"
    if field.ucd:
        entry["vot.ucd"] = field.ucd
    if field.unit:
        entry |= {"unit": field.unit, "vot.unit": "d" if field.unit == "MJD" else field.unit}
    if field.example:
        entry["example"] = field.example
    if field.separated:
        entry["separator"] = SEPARATOR
    if field.several:
        entry["separatorType"] = "split"
    return entry


CONFIGS: dict[str, Callable[[], Config]] = {
    "mast.caom.all": lambda: _entries(FIELDS),
    "mast.caom.cone": lambda: _entries(FIELDS),
    "mast.caom.filtered": lambda: _entries(FIELDS),
    "mast.caom.filtered.position": lambda: _entries(FIELDS),
    "mast.caom.products": lambda: _entries(PRODUCT_FIELDS),
    "mast.name.lookup": lambda: _entries(NAME_FIELDS),
}


def config(name: str) -> Config:
    """The columns of a service; none for a service that is not here, which clients read as "nothing known"."""
    entries = CONFIGS.get(name.strip().lower())
    return entries() if entries else {}
