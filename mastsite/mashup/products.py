"""The service of products: the files of rows that are named by their obsid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from mastsite.caom.asked import Condition, Exactly, Search
from mastsite.caom.fields import FIELDS, OBSID, Field
from mastsite.caom.identity import Identity, IdentityError, decode
from mastsite.caom.rows import Rows, counts
from mastsite.caom.search import plan
from mastsite.mashup.envelope import Envelope, Refused, shown
from mastsite.mashup.services import service
from mastsite.mashup.table import Answer, Table
from mastsite.products import listing
from mastsite.search.declare import Product
from mastsite.search.registry import get_mission

AT_ONCE = 500
"""Rows that are looked up in one question."""

PRODUCT_FIELDS = (
    Field("obsID", "Product Group ID", ucd="meta.record", description="The obsid of the row that has the file."),
    Field("obs_collection", "Mission", ucd="meta.id", description="The mission or collection that the row belongs to."),
    Field("dataproduct_type", "Product Type", ucd="meta.code.class", description="Kind of data of the row."),
    Field("obs_id", "Observation ID", ucd="meta.id", description="The mission's own identifier of the row."),
    Field("description", "Description", ucd="meta.note", description="What the file holds."),
    Field("type", "Type", description="S for a file of this row alone."),
    Field("dataURI", "URI", ucd="meta.ref.uri", description="Names the file for downloads."),
    Field("productType", "Product Kind", description="SCIENCE, PREVIEW, INFO or AUXILIARY.", example="SCIENCE"),
    Field("productGroupDescription", "Group", description="Minimum Recommended Products, where the list says so."),
    Field("productSubGroupDescription", "Subgroup", description="Kind of file by its suffix, such as FLT.", example="FLT"),
    Field("productDocumentationURL", "Documentation", ucd="meta.ref.url", description="Where the file is described."),
    Field("project", "Project", description="Survey or project within the mission."),
    Field("prvversion", "Version", description="Version of the pipeline."),
    Field("proposal_id", "Proposal ID", ucd="meta.id;obs.proposal", description="Number of the proposal."),
    Field("productFilename", "File Name", ucd="meta.file", description="Name of the file."),
    Field("size", "Size", "whole", "byte", "meta.size", "Size of the file; none where it is not known."),
    Field("parent_obsid", "Parent", ucd="meta.record", description="The obsid that was asked for."),
    Field("dataRights", "Data Rights", description="Whether the file is public."),
    Field("calib_level", "Calibration Level", "whole", ucd="meta.code.status", description="How far the data are calibrated."),
    Field("filters", "Filters", ucd="instr.filter", description="Filters, gratings or bands."),
)  # fmt: skip


@service("Mast.Caom.Products")
def products(envelope: Envelope) -> Answer:
    """The files of rows, which are named by their obsid."""
    envelope.known("obsid")
    wanted = _read(envelope.params.get("obsid"))
    rows = _rows([identity.digits for identity in wanted])
    by_mission: dict[str, list[str]] = defaultdict(list)
    for identity in wanted:
        by_mission[identity.slug].append(identity.identifier)
    found: list[tuple[Any, ...]] = []
    messages: list[str] = []
    for slug, identifiers in by_mission.items():
        try:
            listed = listing.of(get_mission(slug), identifiers)
        except listing.TooMany as error:
            raise Refused(str(error)) from error
        messages += listed.messages
        for product in listed.products:
            digits = Identity(slug, product.dataset).digits
            found.append(_line(product, digits, rows.get(digits, {})))
    page = found[envelope.offset : envelope.offset + envelope.pagesize]
    return Table([(field.name, field.kind) for field in PRODUCT_FIELDS], page, len(found), messages=messages)


def _read(value: object) -> list[Identity]:
    """The rows that are named, each once: digits with commas between them, or a list."""
    texts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else [value]
    words = [str(text).strip() for text in texts if isinstance(text, str | int) and str(text).strip()]
    if not words or len(words) < len([text for text in texts if text != ""]):
        raise Refused(f"obsid was read as {shown(value)}. Send values of the column obsid with commas between them.")
    if len(words) > listing.MAX_DATASETS:
        raise Refused(str(listing.TooMany(len(words))))
    try:
        named = [decode(word) for word in words]
    except IdentityError as error:
        raise Refused(str(error)) from error
    # An objID names a plane, whose files are those of its row.
    return list(dict.fromkeys(Identity(identity.slug, identity.identifier) for identity in named))


def _rows(digits: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Rows of the model by their obsid; of several planes the first."""
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(digits), AT_ONCE):
        tests = tuple(Exactly(text) for text in digits[start : start + AT_ONCE])
        ready = plan(Search((Condition(OBSID.name, tests),)))
        counted = counts(ready)
        for cells in Rows(ready, counted, 0, sum(counted)):
            row = {field.name: cell for field, cell in zip(ready.fields, cells, strict=True)}
            found.setdefault(str(row[OBSID.name]), row)
    return found


def _line(product: Product, digits: str, row: dict[str, Any]) -> tuple[Any, ...]:
    """One file in the order of `PRODUCT_FIELDS`; what is not known is null."""
    own = {
        "obsID": digits,
        "description": product.description or None,
        "type": "S",
        "dataURI": product.uri,
        "productType": product.type.upper(),
        "productSubGroupDescription": product.file_suffix or None,
        "productFilename": product.filename,
        "size": product.size,
        "parent_obsid": digits,
        "dataRights": product.access or None,
    }
    shared = {field.name: row.get(field.name) for field in FIELDS}
    if product.filters:
        own["filters"] = product.filters
    return tuple(own.get(field.name, shared.get(field.name)) for field in PRODUCT_FIELDS)
