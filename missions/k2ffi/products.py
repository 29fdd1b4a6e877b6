"""The files of K2's full-frame images: one file holds all channels of an image."""

import re
from collections.abc import Iterable, Mapping

from mastsite.search.declare import Product, Products

FOLDER = "mast:K2FFI/url/missions/k2/ffi/"
MENDED = "wcs-"
"""Beginning of the names of copies with mended coordinates, which the archive does not name so."""
_NAME = re.compile(r"(ktwo\d{13}-c\d{2,3})_ffi-cal\.fits")


def list_of(row: Mapping[str, object]) -> Iterable[Product]:
    """The calibrated image that a channel is of."""
    source = str(row["filename"] or "")
    name = source.removeprefix(MENDED)
    if not _NAME.fullmatch(name):
        return
    said = f"Calibrated full-frame image, all channels; this one is extension {row['extension']}. "
    if name != source:
        said += f"Coordinates of this row are those of a mended copy, {source}. "
    yield Product(
        dataset=str(row["image_channel"]), filename=name, uri=FOLDER + name, category="CALIBRATED",
        description=f"{said}The URI follows the archive's rule and was not checked", file_suffix="FFI-CAL",
        instrument_name="Kepler",
    )  # fmt: skip


def datasets_of(uri: str) -> Iterable[str]:
    """The first channels of an image: every one lists the same file."""
    found = _NAME.fullmatch(uri.removeprefix(FOLDER))
    return [f"{found[1]}-{channel:02}" for channel in (1, 2, 3, 4)] if found else []


products = Products(list_of=list_of, datasets_of=datasets_of)
