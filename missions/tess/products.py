"""The files of TESS: full-frame images, of which the complete holdings have one a row."""

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


products = Products(
    list_of=list_of,
    datasets_of=datasets_of,
    none_because=(
        "These rows are CCDs in sectors; the complete holdings have the full-frame images with their files "
        "(manage.py load_mission tess --full). Light curves and target pixel files are not listed."
    ),
)
