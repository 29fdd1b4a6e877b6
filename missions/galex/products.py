"""The files of GALEX's visits: those of four visits and their two coadded tiles, whose lists a package has."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath

from mastsite.search.declare import FilePackage, Package, Product, Products

BASE = "mast:GALEX/url/data/GR6/pipe/02-vsn/"
CATEGORY = {"SCIENCE": "CALIBRATED", "CATALOG": "CALIBRATED"}


@cache
def _by_observation() -> dict[str, list[dict[str, str]]]:
    """Listed files of a visit or of a coadded tile."""
    listed: dict[str, list[dict[str, str]]] = {}
    with Path(__file__).with_name("products.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            listed.setdefault(row["obs_id"], []).append(row)
    return listed


@cache
def _visits() -> dict[str, list[str]]:
    """Coadded tile, to its listed visits."""
    visits: dict[str, list[str]] = {}
    for observation, rows in _by_observation().items():
        if observation != rows[0]["tile"]:
            visits.setdefault(rows[0]["tile"], []).append(observation)
    return visits


@cache
def _observation_of() -> dict[str, str]:
    """URI of a listed file, to its visit or tile."""
    return {_uri(row): name for name, rows in _by_observation().items() for row in rows}


def _uri(row: Mapping[str, str]) -> str:
    return f"{BASE}{row['folder']}/{row['filename']}"


def list_of(row: Mapping[str, object]) -> Iterable[Product]:
    """Files of a visit, and of the coadded tile that it is part of."""
    visit, tile = str(row["imgRunID"]), str(row["ParentImgRunID"])
    for observation in (visit, tile):
        for listed in _by_observation().get(observation, ()) if visit in _visits().get(tile, ()) else ():
            said = listed["description"].rstrip(".")
            stem = listed["filename"].partition(".")[0]
            band = {"nd": "NUV", "fd": "FUV"}.get(stem.rpartition("_")[2].partition("-")[2][:2], "")
            yield Product(
                dataset=visit, filename=listed["filename"], uri=_uri(listed), type=listed["type"].lower(),
                category=CATEGORY.get(listed["type"], "AUX"), size=int(listed["size"]),
                description=said if observation == visit else f"{said}; of all visits of the tile ({tile})",
                file_suffix=stem.rpartition("_")[2].partition("-")[2].upper(), filters=band, instrument_name="GALEX",
            )  # fmt: skip


def datasets_of(uri: str) -> Iterable[str]:
    """The visit of a file; of a coadded tile, its visits."""
    observation = _observation_of().get(uri)
    return [] if observation is None else _visits().get(observation, [observation])


def datasets_of_member(path: str) -> Iterable[str]:
    """The folder of a file in the package is named by the visit or tile."""
    observation = PurePosixPath(path).parent.name
    return _visits().get(observation, [observation])


products = Products(
    list_of=list_of,
    datasets_of=datasets_of,
    packages=(
        FilePackage(
            Package("vasca", "1.0.16", "BSD-3-Clause"),
            "vasca/test/resources/*/mastDownload/GALEX/*/*.fits.gz",
            datasets_of_member,
        ),
    ),
    none_because="Lists of four visits are here (tiles AIS_5 and AIS_491), from a package; no others were found.",
)
