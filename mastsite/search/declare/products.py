"""What a mission knows of the files of its rows, its products.

A mission with files has ``missions/<slug>/products.py``, which says ``products = Products(...)``. Only the products
service reads it. A list is real or absent: a file is named here when a source names it, or when the archive's rule for
its name was checked against real names; where the last is so, the product's description says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from mastsite.search.declare.mission import DeclarationError, Package

PRODUCT_TYPES = ("science", "catalog", "preview", "auxiliary", "info")


@dataclass(frozen=True, slots=True)
class Product:
    """One file of a data set.

    Parameters
    ----------
    dataset : identifier of the row that it belongs to.
    filename : its name; uri : what names it for downloads, everywhere.
    type : one of `PRODUCT_TYPES`, or the upstream archive's own word.
    category : CALIBRATED, UNCALIBRATED, AUX, REFERENCE and the like; empty where it is not known.
    size : bytes, None where it is not known; sha256 : of the bytes, in hexadecimal, empty where they are not here.
    file_suffix : what tells files of one data set apart, in capitals (FLT, LLC).
    access : PUBLIC, or the upstream archive's own word.
    """

    dataset: str
    filename: str
    uri: str
    type: str = "science"
    category: str = ""
    size: int | None = None
    sha256: str = ""
    description: str = ""
    file_suffix: str = ""
    filters: str = ""
    instrument_name: str = ""
    access: str = "PUBLIC"


ListOf = Callable[[Mapping[str, object]], Iterable[Product]]
"""From a stored row, column name to cell, to its files."""

CloudOf = Callable[[Product], str]
"""From a file to its address in a public bucket (``s3://...``); empty where the published rule does not cover it."""


@dataclass(frozen=True, slots=True)
class FilePackage:
    """A pinned package with real files of data sets.

    Parameters
    ----------
    package : where they are.
    members : shell pattern of their paths in it.
    datasets_of : from such a path to the identifiers of the rows that the file belongs to; none for a file of no row.
    """

    package: Package
    members: str
    datasets_of: Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Upstream:
    """Lists of files that only the upstream archive has.

    Parameters
    ----------
    mission : the word for the mission in the upstream archive's search API.
    column : whose value names a data set there; empty for the identifier.
    """

    mission: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Products:
    """The files of a mission's rows.

    Parameters
    ----------
    list_of : the files of one row; None where no list is here.
    datasets_of : from a file's URI to the identifiers of rows that may list it; goes with `list_of`.
    packages : where ``load_products`` gets real files from.
    upstream : how the upstream archive is asked for lists, or None where it knows none of our identifiers.
    upstream_uris : beginnings of URIs that the upstream archive serves and no list here names.
    none_because : a sentence for rows without files.
    cloud : where files lie in a public bucket, by a published rule, which its module names; None where none is known.
    """

    list_of: ListOf | None = None
    datasets_of: Callable[[str], Iterable[str]] | None = None
    packages: tuple[FilePackage, ...] = ()
    upstream: Upstream | None = None
    upstream_uris: tuple[str, ...] = ()
    none_because: str = ""
    cloud: CloudOf | None = None

    def __post_init__(self) -> None:
        if (self.list_of is None) != (self.datasets_of is None):
            raise DeclarationError("products: list_of and datasets_of go together; a listed file must be found again")
