"""The rows of TESS: footprints as shipped, or every full-frame image of a package, placed by its footprint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

from mastsite.search.declare import Rows, package_members, read_table
from missions.tess.mission import IMAGES

CATALOGS = "tess_cloud/data/tess-s*-ffi-catalog.parquet"
EXPECTED_ROWS = {"usual": 1_728, "full": 4_837_794}

SPOC = {
    "obs_collection": "TESS", "provenance_name": "SPOC", "base": "https://archive.stsci.edu/missions/tess/",
}  # fmt: skip
TICA = {
    "obs_collection": "HLSP", "provenance_name": "TICA", "base": "https://archive.stsci.edu/hlsps/tica/",
}  # fmt: skip
"""What the images of each pipeline share; `base` is where the archive keeps them."""
FROM_FOOTPRINT = ("region_id", "sequence_number", "camera", "ccd", "cycle", "roll", "s_ra", "s_dec")


def rows(full: bool = False) -> Rows:
    """Footprints of CCDs, or, when `full`, the images taken through them."""
    return images() if full else footprints()


def footprints() -> Iterator[dict[str, object]]:
    yield from read_table(Path(__file__).with_name("holdings.csv.gz"))


def images() -> Iterator[dict[str, object]]:
    """Images in the order of the package's lists; a list is of one sector and one pipeline."""
    shared = {
        (int(str(row["sequence_number"])), int(str(row["camera"])), int(str(row["ccd"]))): {
            name: row[name] for name in FROM_FOOTPRINT
        }
        for row in footprints()
    }
    for path, opened in package_members(IMAGES, CATALOGS):
        pipeline = TICA if "-tica-" in path else SPOC
        for image in read_table(opened, "parquet"):
            yield _row(image, shared[image["sector"], image["camera"], image["ccd"]], pipeline)  # type: ignore[index]


def _row(
    image: Mapping[str, object], footprint: Mapping[str, object], pipeline: Mapping[str, str]
) -> dict[str, object]:
    path, start, stop = str(image["path"]), str(image["start"]).replace(" ", "T"), str(image["stop"]).replace(" ", "T")
    return {
        **footprint,
        "obs_id": PurePosixPath(path).stem,
        "start": start,
        "stop": stop,
        "duration": (datetime.fromisoformat(stop) - datetime.fromisoformat(start)).total_seconds(),
        "obs_collection": pipeline["obs_collection"],
        "provenance_name": pipeline["provenance_name"],
        "quality": image.get("quality"),
        "cadence": image.get("cadence"),
        "dataURL": pipeline["base"] + path,
    }
