"""From a URI to the file: a path here, or an address at the upstream archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mastsite.products import local, upstream
from mastsite.products.listing import MAX_DATASETS, declared, of, rows_of
from mastsite.search.conditions import fold
from mastsite.search.declare import Mission, Product
from mastsite.search.registry import missions
from mastsite.search.tables import NotLoaded

MAX_URIS = 10_000
"""URIs of one question."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is.

    Parameters
    ----------
    product : what it is; the bare URI and name where the upstream archive alone knows more.
    mission : whose it is.
    path : of the file here, or None.
    address : at the upstream archive when it is not here; empty when this site may lead nowhere else.
    """

    product: Product
    mission: Mission
    path: Path | None = None
    address: str = ""


def find(uri: str, mission: Mission | None = None) -> Place | None:
    """Where the file of a URI is; None for a URI that nobody knows.

    Parameters
    ----------
    mission : look among its files only.
    """
    return find_all([uri], mission)[uri]


def find_all(uris: Iterable[str], mission: Mission | None = None) -> dict[str, Place | None]:
    """`find` for many, with one question to each table."""
    found: dict[str, Place | None] = dict.fromkeys(uris)
    _here(found, mission)
    for one in [mission] if mission else missions().values():
        _listed(found, one)
        if mission:
            _bare(found, one)
    for one in [mission] if mission else missions().values():
        _passed_on(found, one)
    return found


def place_of(mission: Mission, product: Product) -> Place:
    """Where a listed file of a mission is; without a question to anybody."""
    path = local.path_of(mission, product.dataset, product.filename) if product.sha256 else None
    if path is not None:
        return Place(product, mission, path)
    theirs = declared(mission).upstream
    word = theirs.mission if theirs and ":" not in product.uri else ""
    return Place(product, mission, None, upstream.download_address(product.uri, word))


def _missing(found: dict[str, Place | None]) -> list[str]:
    return [uri for uri, place in found.items() if place is None and upstream.passable(uri)]


def _here(found: dict[str, Place | None], mission: Mission | None) -> None:
    """URIs of this site's own making."""
    for uri in _missing(found):
        read = local.read_own_uri(uri)
        if read is None or mission not in (None, read[0]):
            continue
        path = local.path_of(*read)
        if path is not None:
            found[uri] = Place(local.product(read[0], read[1], path), read[0], path)


def _listed(found: dict[str, Place | None], mission: Mission) -> None:
    """URIs that the mission's own list has."""
    datasets_of = declared(mission).datasets_of
    if datasets_of is None:
        return
    candidates = {uri: list(datasets_of(uri)) for uri in _missing(found)}
    identifiers = list(dict.fromkeys(name for names in candidates.values() for name in names))
    for some in batched(identifiers, MAX_DATASETS):
        for product in of(mission, some, ask_upstream=False).products:
            if found.get(product.uri, product) is None:
                path = local.path_of(mission, product.dataset, product.filename)
                address = "" if path else upstream.download_address(product.uri)
                found[product.uri] = Place(product, mission, path, address)


def batched(items: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), most):
        yield items[start : start + most]


def _bare(found: dict[str, Place | None], mission: Mission) -> None:
    """URIs of the form ``data set/file name``, as the upstream archive's mission search gives them."""
    theirs = declared(mission).upstream
    bare = {uri: uri.split("/") for uri in _missing(found) if ":" not in uri and uri.count("/") == 1}
    if not theirs or not bare:
        return
    try:
        rows = rows_of(mission, {dataset for dataset, _name in bare.values()})
    except NotLoaded:
        return
    for uri, (dataset, name) in bare.items():
        row = rows.get(fold(dataset))
        if row is None or not local.safe_file(name):
            continue
        own = str(row[mission.id_column])
        path = local.path_of(mission, own, name)
        product = local.product(mission, own, path) if path else Product(own, name, uri)
        found[uri] = Place(product, mission, path, "" if path else upstream.download_address(uri, theirs.mission))


def _passed_on(found: dict[str, Place | None], mission: Mission) -> None:
    """URIs that only the upstream archive can judge."""
    beginnings = declared(mission).upstream_uris
    for uri in _missing(found) if beginnings else []:
        if uri.startswith(beginnings):
            name = uri.rpartition("/")[2]
            found[uri] = Place(Product("", name, uri), mission, None, upstream.download_address(uri))
