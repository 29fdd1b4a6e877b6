"""Lists of the files of data sets, as ``MastMissions.get_product_list`` and scripts ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja import Query as InAddress
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr

from mastsite.api import faults, sent
from mastsite.api.faults import ApiError, ErrorReply
from mastsite.products import listing
from mastsite.search.declare import Mission, Product
from mastsite.search.params import Fault

Identifiers = Annotated[list[StrictStr | StrictInt], Field(max_length=listing.MAX_DATASETS)]


class ListBody(BaseModel):
    """Whose files are wanted."""

    model_config = ConfigDict(extra="forbid")

    dataset_ids: Identifiers | StrictStr = Field(
        description=f"Up to {listing.MAX_DATASETS:,} identifiers in any case, a list or a text with commas.",
        examples=[["Z14Z0104T"]],
    )


class ProductEntry(BaseModel):
    """One file."""

    product_key: str = Field(description="Data set and file name, unique in a list.")
    access: str = Field(description="PUBLIC, or the upstream archive's own word.")
    dataset: str = Field(description="Identifier of the data set.")
    instrument_name: str
    filters: str
    filename: str
    uri: str = Field(description="Names the file for downloads.")
    authz_primary_identifier: str = Field(description="The data set; no file here needs an account.")
    authz_secondary_identifier: str = Field(description="Always empty here.")
    file_suffix: str = Field(description="What tells files of a data set apart, such as FLT.")
    category: str = Field(description="CALIBRATED, UNCALIBRATED, AUX and the like; empty where it is not known.")
    size: int | None = Field(description="Bytes; null where they are not known here.")
    type: str = Field(description="science, catalog, preview, auxiliary or info.")


class ListReply(BaseModel):
    """The files of data sets."""

    products: list[ProductEntry]
    messages: list[str] = Field(description="Data sets that are not held or have no files here, and why.")


def entry(product: Product) -> dict[str, object]:
    """A file in the words of the wire."""
    return {
        "product_key": f"{product.dataset}_{product.filename}",
        "access": product.access,
        "dataset": product.dataset,
        "instrument_name": product.instrument_name,
        "filters": product.filters,
        "filename": product.filename,
        "uri": product.uri,
        "authz_primary_identifier": product.dataset,
        "authz_secondary_identifier": "",
        "file_suffix": product.file_suffix,
        "category": product.category,
        "size": product.size,
        "type": product.type,
    }


def add(api: NinjaAPI, mission: Mission, root: str) -> None:
    """Put the two addresses of a mission's lists into its API.

    Parameters
    ----------
    root : what its addresses begin with.
    """
    replies = {200: ListReply, **dict.fromkeys((400, 413, 503), ErrorReply)}
    said = f"List the files of {mission.adjective} {mission.rows_are}"

    def post_list_products(request: HttpRequest, body: ListBody) -> HttpResponse:
        ids = body.dataset_ids
        wanted = ids.split(",") if isinstance(ids, str) else [str(item) for item in ids]
        return _listed(mission, wanted, sent.beside(request))

    def list_products(
        request: HttpRequest,
        dataset_ids: Annotated[str, InAddress(description="Identifiers with commas between.")],
    ) -> HttpResponse:
        for name in request.GET.keys() - {"dataset_ids"}:
            raise faults.refused([faults.unknown_key(name, request.GET[name], ["dataset_ids"])])
        return _listed(mission, [item for text in request.GET.getlist("dataset_ids") for item in text.split(",")])

    api.post(
        f"{root}/post_list_products", response=replies, operation_id=f"post_list_products_{mission.slug}", summary=said,
        description="What is in the site's own folder comes with its size; messages tell what is not held.",
    )(post_list_products)  # fmt: skip
    api.get(
        f"{root}/list_products", response=replies, operation_id=f"list_products_{mission.slug}",
        summary=f"{said}, by address", description="The same by address.",
    )(list_products)  # fmt: skip


def _listed(mission: Mission, identifiers: Sequence[str], said: tuple[str, ...] = ()) -> HttpResponse:
    try:
        found = listing.of(mission, identifiers)
    except listing.TooMany as error:
        raise ApiError(
            400, str(error), [Fault("dataset_ids", f"{len(identifiers):,} identifiers", str(error))]
        ) from error
    messages = [*said, *found.messages]
    if not any(text.strip() for text in identifiers):
        messages.append("No data set was named. Send their identifiers in dataset_ids.")
    body = {"products": [entry(product) for product in found.products], "messages": messages}
    return HttpResponse(orjson.dumps(body), content_type="application/json")
