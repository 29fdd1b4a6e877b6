"""The shape of requests and replies, made for each mission from its columns.

To add one more key to a search: a field in `SearchBody`, and its reading in `request`.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from mastsite.api.wire import KINDS
from mastsite.search.declare import Column, Mission
from mastsite.search.query import MAX_PLACES

DEFAULT_LIMIT = 5_000
MAX_CONDITIONS = 1_000
MAX_NAMES = 2_000
MAX_NUMBER = 10**12


def _no_truth(value: object) -> object:
    """Refuse true and false where a number is wanted: in Python they are 1 and 0."""
    if isinstance(value, bool):
        raise ValueError("true and false are no numbers")
    return value


Whole = Annotated[int, BeforeValidator(_no_truth), Field(ge=0, le=MAX_NUMBER)]
Scalar = str | int | float | bool
Value = Scalar | list[Scalar]
Names = Annotated[list[str | None], Field(max_length=MAX_NAMES)]


class Conditions(BaseModel):
    """Conditions on columns; all of them must hold."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Value]


class SearchBody(BaseModel):
    """What a search may say. Every key may be left out."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    limit: Whole = Field(
        DEFAULT_LIMIT, description="How many rows to give back, a whole number of 0 or more.", examples=[100]
    )
    offset: Whole = Field(0, description="How many rows to skip before the first one.", examples=[0])
    select_cols: Names | str | None = Field(
        None,
        description="Names of columns to give back, a list or a text with commas; "
        "null for the usual ones, all for every one.",
        examples=[None],
    )
    conditions: Annotated[list[Conditions], Field(max_length=MAX_CONDITIONS)] | None = Field(
        None,
        description="A list of objects, column name to condition; "
        "the condition is a text, a number, true, false or a list of them.",
        examples=[[]],
    )
    target: Annotated[list[str], Field(max_length=100 * MAX_PLACES)] | str | None = Field(
        None,
        description=f"Up to {MAX_PLACES} positions (right ascension and declination in degrees) or names of objects.",
        examples=[["10.6847 41.2687"]],
    )
    radius: Annotated[float, BeforeValidator(_no_truth)] | None = Field(
        None, description="Radius around each target, a number; null for the mission's own.", examples=[3.0], ge=0
    )
    radius_units: str | None = Field(
        None, description="Unit of the radius: arcminutes, arcseconds or degrees.", examples=["arcminutes"]
    )
    region: str | None = Field(
        None, description="A region of the sky, such as CIRCLE 10.68 41.27 0.5, POLYGON 10 41 11 41 11 42, or outline: and an identifier.",
        examples=["CIRCLE 10.68 41.27 0.5"],
    )  # fmt: skip
    region_is: str | None = Field(
        None,
        description="touches, covers or centre: what a row's outline has to do with the region.",
        examples=["touches"],
    )
    sort_by: Names | str | None = Field(
        None, description="Names of columns to sort by, first key first; null for the usual order.", examples=[[]]
    )
    sort_desc: list[bool | None] | bool | None = Field(
        None, description="For each key of sort_by, true to sort downwards.", examples=[[False]]
    )
    count_only: bool = Field(False, description="true to count the rows and give none back.", examples=[True])
    skip_count: bool = Field(False, description="true to leave the rows uncounted, which is quicker.", examples=[True])
    search_key: list[str] | str | None = Field(None, description="Not used here; null or an empty list.", examples=[[]])
    user_fields: list[str] | str | None = Field(
        None, description="Not used here; null or an empty list.", examples=[[]]
    )


class Info(BaseModel):
    """The heading of one column."""

    name: str
    type: str = Field(description="One of VARCHAR, INTEGER, FLOAT, DATETIME, BOOLEAN.")
    sortable: bool


class ColumnEntry(BaseModel):
    """One column of a mission."""

    column_name: str = Field(description="The name for conditions, select_cols and sort_by.")
    field_name: str = Field(description="The heading for people.")
    description: str
    qual_type: str = Field(
        description="How conditions are read: string, substring, integer, float, datetime, boolean, ra, dec."
    )
    datatype: str = Field(description="VOTable datatype, as the archive lists it: char, long, float, double.")
    queryable: str = Field(description="yes or no: whether it takes conditions.")
    default_output: str = Field(description="yes or no: whether it is given back when nobody chooses.")
    indexed: str = Field(description="yes or no: whether conditions on it are quick.")
    unit: str
    ucd: str


@cache
def search_body(mission: Mission) -> type[SearchBody]:
    """The request of a search of one mission, with its columns as the keys of conditions."""
    conditions = _of_columns(
        f"{mission.slug}_conditions",
        [column for column in mission.columns if column.queryable and column.stored],
        lambda column: (Value, Field(None, **_said(column, [column.example] if column.example else []))),
        base=Conditions,
    )
    inherited = SearchBody.model_fields["conditions"]
    field = Field(None, description=inherited.description, examples=inherited.examples)
    listed = Annotated[list[conditions], Field(max_length=MAX_CONDITIONS)] | None  # type: ignore[valid-type]
    return create_model(f"{mission.slug}_search", __base__=SearchBody, conditions=(listed, field))


@cache
def search_reply(mission: Mission) -> type[BaseModel]:
    """The answer of a search of one mission."""
    row = _of_columns(
        f"{mission.slug}_row",
        mission.columns,
        lambda column: (KINDS[column.kind].value | None, Field(None, **_said(column, []))),
    )
    fields: dict[str, Any] = {
        "messages": (list[str], Field(description="What was read in a certain way, left out, cut or not counted.")),
        "search_params": (dict[str, Any], Field(description="The search as it was understood; it can be sent again.")),
        "totalResults": (
            int | None,
            Field(description="Rows of the whole search; a least number when messages say so, null for skip_count."),
        ),
        "info": (list[Info], Field(description="The columns in order.")),
        "results": (list[row], Field(description="The rows, column name to value; null for no value.")),  # type: ignore[valid-type]
    }
    return create_model(f"{mission.slug}_reply", **fields)


def _of_columns(name: str, columns: Any, field: Any, *, base: type[BaseModel] = BaseModel) -> type[BaseModel]:
    """A model with a field for each column. Fields are numbered, as a column may have the name of a model's method."""
    fields: dict[str, Any] = {f"c{number}": field(column) for number, column in enumerate(columns)}
    return create_model(name, __base__=base, **fields)


def _said(column: Column, examples: list[str]) -> dict[str, Any]:
    """What a model says of a column."""
    extra = {key: value for key, value in (("unit", column.unit), ("ucd", column.ucd)) if value}
    unit = f" ({column.unit})" if column.unit else ""
    return {
        "alias": column.name,
        "title": column.label,
        "description": f"{column.label}{unit}: {column.description}",
        "examples": examples or None,
        "json_schema_extra": extra or None,
    }
