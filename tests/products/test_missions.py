"""What missions declare of their files: real names, found again by their URIs."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from mastsite.products import listing, places
from mastsite.search import engine
from mastsite.search.declare import PRODUCT_TYPES, DeclarationError, Products
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.registry import get_mission, missions
from missions.k2 import products as k2
from missions.tess import products as tess
from tests.api.ask import loaded

REAL_NAMES = Path("/work/shared/data/k2/k2_tpf_metadata_c0_c91_c92.csv.gz")
DECLARED = [mission for mission in missions().values() if listing.declared(mission) is not listing.NOTHING]


def first(slug: str, most: int = 50) -> list[str]:
    mission = get_mission(slug)
    query = Query(mission, columns=(mission.id_column,), rows=most)
    return [str(row[0]) for row in engine.page(query, counted=False).rows]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("mission", DECLARED, ids=lambda mission: mission.slug)
def test_every_listed_file_is_whole_and_found_again(mission):
    if mission.slug not in loaded():
        pytest.skip("no rows")
    products = listing.of(mission, first(mission.slug), ask_upstream=False).products
    found = places.find_all([product.uri for product in products])
    for product in products:
        assert product.dataset and product.filename and product.uri.endswith(product.filename)
        assert product.type in PRODUCT_TYPES and product.size != 0
        assert found[product.uri].product.filename == product.filename
    assert len({(product.dataset, product.filename) for product in products}) == len(products)
    if listing.declared(mission).list_of and mission.slug not in ("tess", "galex"):
        assert products


def test_what_is_listed_must_be_found_again():
    with pytest.raises(DeclarationError):
        Products(list_of=lambda row: ())


@pytest.fixture(scope="module")
def real_names() -> list[dict[str, str]]:
    if not REAL_NAMES.exists():
        pytest.skip(f"{REAL_NAMES} is not on this machine")
    with gzip.open(REAL_NAMES, "rt") as lines:
        return list(csv.DictReader(lines))


def test_the_rule_of_k2_gives_every_real_name(real_names):
    assert len(real_names) == 14_907
    for row in real_names:
        epic, number = int(row["keplerid"]), int(row["campaign"])
        name = k2.target_pixel_file(epic, number)
        if row["obsmode"] == "short cadence":
            name = name.replace("_lpd-", "_spd-")
        address = f"http://archive.stsci.edu/missions/k2/{k2.folder(epic, number, 'target_pixel_files')}/{name}"
        assert (name, address) == (row["filename"], row["url"])


@pytest.mark.usefixtures("archive")
def test_every_target_of_campaigns_0_and_9_has_the_file_that_is_listed(real_names):
    """And so the rule tells nothing of campaign 9b: 162 of its targets have no file there, and 295 files no target."""
    real = {row["filename"] for row in real_names}
    mission = get_mission("k2")
    names = engine_ids(mission, ("0", "9"))
    listed = []
    for start in range(0, len(names), listing.MAX_DATASETS):
        listed += listing.of(mission, names[start : start + listing.MAX_DATASETS]).products
    assert len(names) == 11_319 and {product.filename for product in listed} <= real and len(listed) == len(names)


def engine_ids(mission, campaigns):
    query = parse(mission, [("sci_campaign", ",".join(campaigns)), ("columns", mission.id_column)])
    return [str(row[0]) for row in engine.stream(query, counted=False).rows]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("campaign", ["10", "11"])
def test_campaigns_in_two_halves_list_nothing_and_say_why(campaign):
    mission = get_mission("k2")
    found = listing.of(mission, engine_ids(mission, [campaign])[:5])
    assert found.products == () and "half" in found.messages[0]


@pytest.mark.usefixtures("archive")
def test_names_by_rule_say_so_and_masks_have_no_light_curves():
    found = listing.of(get_mission("k2"), ["211117077-c04", "200000811-c00"]).products
    assert [product.file_suffix for product in found] == ["LPD-TARG", "LLC", "LPD-TARG"]
    assert all("not checked" in product.description for product in found)


ROWS = [
    pytest.param(
        "https://archive.stsci.edu/missions/tess/ffi/s0004/2018/292/1-2/tess2018292175940-s0004-1-2-0124-s_ffic.fits",
        "mast:TESS/product/tess2018292175940-s0004-1-2-0124-s_ffic.fits",
        id="SPOC",
    ),
    pytest.param(
        "https://archive.stsci.edu/hlsps/tica/s0035/cam1-ccd1/"
        "hlsp_tica_tess_ffi_s0035-o1-00116470-cam1-ccd1_tess_v01_img.fits",
        "mast:HLSP/tica/s0035/cam1-ccd1/hlsp_tica_tess_ffi_s0035-o1-00116470-cam1-ccd1_tess_v01_img.fits",
        id="TICA",
    ),
]


@pytest.mark.parametrize(("address", "uri"), ROWS)
def test_images_of_tess(address, uri):
    name = address.rpartition("/")[2].removesuffix(".fits")
    [product] = tess.list_of({"obs_id": name, "dataURL": address})
    assert (product.uri, product.dataset, product.size) == (uri, name, None)
    assert list(tess.datasets_of(uri)) == [name]
    assert not list(tess.list_of({"obs_id": "tess-s0001-1-1", "dataURL": None}))


@pytest.mark.usefixtures("archive")
def test_files_of_galex_are_those_of_the_package():
    found = listing.of(get_mission("galex"), ["6371091582858297344", "6371091582891851776", "6388191157628698624"])
    assert Counter(product.dataset for product in found.products) == {
        "6371091582858297344": 131 + 72,
        "6371091582891851776": 131 + 72,
        "6388191157628698624": 84 + 72,
    }
    sizes = {product.filename: product.size for product in found.products}
    assert sizes["AIS_5_sg40-nd-int.fits.gz"] == 9_192_784 and sizes["AIS_5_0001_sg40-xd-mcat.fits.gz"] == 3_587_944
    tiles = [product for product in found.products if "tile" in product.description]
    assert len(tiles) == 3 * 72


@pytest.mark.usefixtures("archive")
def test_every_image_of_k2ffi_has_the_archives_name():
    mission = get_mission("k2ffi")
    found = listing.of(mission, engine_ids(mission, ["0..200"])).products
    assert len(found) == 1_596 and len({product.uri for product in found}) == 21
    assert not [product for product in found if product.filename.startswith("wcs-")]
