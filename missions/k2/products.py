"""The files of K2's targets, named by the archive's rule, and real ones that a package has.

The rule was checked against the names and folders of 14,907 target pixel files, those of campaigns 0, 9a and 9b: it
holds for all of them, and each of the 11,319 targets of campaigns 0 and 9 here has its file. It tells nothing of
campaigns 10 and 11, whose halves (101, 102; 111, 112) have files of their own and are not told apart here, nor of 9b.
Light curves are listed of targets with a position alone: a piece of a mask has none. Campaigns 0 and 9 have none listed,
because no name of one was seen.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from mastsite.search.declare import FilePackage, Package, Product, Products

FILE_CAMPAIGN = {campaign: campaign for campaign in (*range(9), 12, 13, 14)} | {9: 91}
"""Campaign of a row, to the campaign in the names of its files; those of campaign 9 are of its first half."""
WITH_LIGHT_CURVES = (*range(1, 9), 12, 13, 14)
BASE = "mast:K2/url/missions/k2"
_NAME = re.compile(r"ktwo(\d{9})-c(\d{2,3})_")
RULE = "Named by the archive's rule; not checked"


def list_of(row: Mapping[str, object]) -> Iterable[Product]:
    """Target pixel file and light curve of a target in a campaign."""
    epic, campaign = int(str(row["id"])), int(str(row["sci_campaign"]))
    if campaign not in FILE_CAMPAIGN:
        return
    number, name = FILE_CAMPAIGN[campaign], str(row["epic_campaign"])
    yield _product(name, target_pixel_file(epic, number), "target_pixel_files", "UNCALIBRATED", "LPD-TARG")
    if campaign in WITH_LIGHT_CURVES and row["k2_ra"] is not None:
        yield _product(name, f"ktwo{epic:09}-c{number:02}_llc.fits", "lightcurves", "CALIBRATED", "LLC")


def target_pixel_file(epic: int, number: int) -> str:
    """Name of a target pixel file in long cadence."""
    return f"ktwo{epic:09}-c{number:02}_lpd-targ.fits.gz"


def folder(epic: int, number: int, kind: str) -> str:
    """Where the archive keeps a file: by campaign, hundred thousands and thousands."""
    return f"{kind}/c{number}/{epic // 100_000 * 100_000:09}/{epic % 100_000 // 1_000 * 1_000:05}"


def _product(dataset: str, name: str, kind: str, category: str, suffix: str) -> Product:
    epic, number = (int(part) for part in _NAME.match(name).groups())  # type: ignore[union-attr]  # made above
    what = "Light curve" if suffix == "LLC" else "Target pixel file"
    return Product(
        dataset, name, f"{BASE}/{folder(epic, number, kind)}/{name}", category=category,
        description=f"{what}, long cadence. {RULE}", file_suffix=suffix, instrument_name="Kepler",
    )  # fmt: skip


def datasets_of(uri: str) -> Iterable[str]:
    """The target in its campaign that a file's name tells."""
    found = _NAME.match(PurePosixPath(uri).name) if uri.startswith(f"{BASE}/") else None
    campaigns = {number: campaign for campaign, number in FILE_CAMPAIGN.items()}
    if found and int(found[2]) in campaigns:
        yield f"{int(found[1])}-c{campaigns[int(found[2])]:02}"


def datasets_of_member(path: str) -> Iterable[str]:
    found = _NAME.match(PurePosixPath(path).name)
    return [f"{int(found[1])}-c{found[2]}"] if found else []


def cloud(product: Product) -> str:
    """Where a light curve lies in the archive's public bucket.

    The folders are those of its URI, as the archive's own examples of `astroquery.mast.Observations.get_cloud_uris` show
    for campaign 3. No such example of a target pixel file was seen.
    """
    beginning = f"{BASE}/lightcurves/"
    return (
        f"s3://stpubdata/k2/public/lightcurves/{product.uri.removeprefix(beginning)}"
        if product.uri.startswith(beginning)
        else ""
    )


products = Products(
    list_of=list_of,
    datasets_of=datasets_of,
    packages=(FilePackage(Package("altaipony", "2.1.2", "MIT"), "altaipony/examples/ktwo*.fits", datasets_of_member),),
    cloud=cloud,
    none_because="Which half of campaigns 10 and 11 a target was seen in is not known here, and so not the files' names.",
)
