"""The files of TESS: full-frame images, of which the complete holdings have one a row."""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from mastsite.search.declare import Product, Products

TICA_FOLDER = "https://archive.stsci.edu/hlsps/tica/"


def list_of(row: Mapping[str, object]) -> Iterable[Product]:
    """The image of a row; none of a row that is a CCD in a sector."""
    address = str(row["dataURL"] or "")
    if not address:
        return
    name = PurePosixPath(address).name
    tica = address.startswith(TICA_FOLDER)
    yield Product(
        dataset=str(row["obs_id"]), filename=name,
        uri=f"mast:HLSP/tica/{address.removeprefix(TICA_FOLDER)}" if tica else f"mast:TESS/product/{name}",
        category="CALIBRATED",
        description="Full-frame image calibrated by TICA" if tica else "Calibrated full-frame image",
        file_suffix="IMG" if tica else "FFIC", instrument_name="Photometer",
    )  # fmt: skip


def datasets_of(uri: str) -> Iterable[str]:
    """The identifier of an image is its file name without the ending."""
    if uri.startswith(("mast:TESS/product/", "mast:HLSP/tica/")):
        yield PurePosixPath(uri).name.removesuffix(".fits")


_IMAGE = re.compile(r"tess(\d{4})(\d{3})\d{6}-(s\d{4})-(\d-\d)-\d{4}-[a-z]_ffi[cr]\.fits")


def cloud(product: Product) -> str:
    """Where a full-frame image lies in the archive's public bucket: by sector, year, day, camera and CCD.

    The rule is that of the tess-cloud package and of the path lookup that astroquery 0.3.9 had; neither knows one for TICA.
    """
    found = _IMAGE.fullmatch(product.filename) if product.uri.startswith("mast:TESS/product/") else None
    if not found:
        return ""
    year, day, sector, chip = found.groups()
    return f"s3://stpubdata/tess/public/ffi/{sector}/{year}/{day}/{chip}/{product.filename}"


products = Products(
    list_of=list_of,
    datasets_of=datasets_of,
    cloud=cloud,
    none_because=(
        "These rows are CCDs in sectors; the complete holdings have the full-frame images with their files "
        "(manage.py load_mission tess --full). Light curves and target pixel files are not listed."
    ),
)
