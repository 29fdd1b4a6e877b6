"""A collection has every row with a position once, as the database has it, and says what its columns are."""

from __future__ import annotations

import math
import random
from pathlib import Path

import hats
import numpy as np
import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command

from mastsite.scans.collection import CELL_COLUMN, partitions_of, schema_of
from mastsite.search import engine, sky
from mastsite.search.query import Place, Query
from mastsite.search.registry import get_mission
from mastsite.search.tables import holding_of
from mastsite.search.whole import whole
from tests.scans.conftest import MARGIN_ARCSEC, MISSIONS


def cones(slug: str, number: int) -> list[Place]:
    """Places near rows, and a few where there need be none."""
    mission, dice = get_mission(slug), random.Random(6)
    query = Query(mission, columns=(mission.ra_column, mission.dec_column), rows=200)
    rows = [row for row in engine.page(query, counted=False).rows if row[0] is not None]
    near = [Place("row", float(ra) + dice.uniform(-0.1, 0.1), float(dec)) for ra, dec in dice.sample(rows, number)]
    return [
        *near,
        Place("pole", 0.0, 90.0),
        Place("zero", 0.0, 0.0),
        Place("edge", 45.0, math.degrees(math.asin(2 / 3))),
    ]


@pytest.mark.parametrize("slug", MISSIONS)
def test_it_is_a_collection_of_the_right_number(collections: Path, slug: str) -> None:
    found = hats.read_hats(collections / slug)
    rows = whole(get_mission(slug))
    assert found.main_catalog.catalog_info.total_rows == rows.placed > 0
    assert found.main_catalog.catalog_info.extra_dict()["mastsite_holdings"] == holding_of(get_mission(slug)).stamp
    assert len(found.get_healpix_pixels()) > 4


@pytest.mark.parametrize("slug", MISSIONS)
def test_every_value_is_the_database_s(collections: Path, slug: str) -> None:
    mission = get_mission(slug)
    files = sorted((collections / slug / slug / "dataset").rglob("Npix=*.parquet"))
    table = pq.ParquetDataset(files).read().sort_by([(CELL_COLUMN, "ascending")])
    rows = whole(mission)
    names = [column.name for column in mission.stored_columns]
    stored = [row for batch in rows.rows(names, 0, rows.placed) for row in batch]
    assert table.column(CELL_COLUMN).to_pylist() == [row[-1] for row in stored]
    at = names.index(mission.id_column)
    values = [table.column(name).to_pylist() for name in names]
    key = lambda row: tuple((value is None, str(value)) for value in row)  # noqa: E731
    assert sorted(zip(*values, strict=True), key=key) == sorted((row[:-1] for row in stored), key=key)
    assert len({row[at] for row in stored}) == len(stored) or not mission.column(mission.id_column).indexed
    cells = sky.cells(table.column(mission.ra_column).to_numpy(), table.column(mission.dec_column).to_numpy())
    assert np.array_equal(cells, table.column(CELL_COLUMN).to_numpy())


@pytest.mark.parametrize("slug", MISSIONS)
def test_lsdb_finds_the_engine_s_rows_in_cones(collections: Path, slug: str) -> None:
    import lsdb

    mission = get_mission(slug)
    catalog = lsdb.open_catalog(collections / slug, columns=[mission.id_column, mission.ra_column, mission.dec_column])
    for place in cones(slug, 3):
        query = Query(mission, places=(place,), radius_arcmin=60.0, columns=(mission.id_column,))
        expected = sorted(row[0] for row in engine.stream(query, counted=False).rows)
        near = catalog.cone_search(*place.position, 3600, fine=True)
        assert sorted(near.compute(progress_bar=False)[mission.id_column].tolist()) == expected


def test_columns_say_what_they_are(collections: Path) -> None:
    mission = get_mission("hst")
    schema = pq.read_schema(collections / "hst" / "hst" / "dataset" / "_common_metadata")
    for column in mission.stored_columns:
        metadata = schema.field(column.name).metadata
        assert metadata[b"label"].decode() == column.label
        assert metadata.get(b"unit", b"").decode() == column.unit and metadata.get(b"ucd", b"").decode() == column.ucd
        assert schema.field(column.name).type == schema_of(mission).field(column.name).type


def test_partitions_are_all_of_the_sky_once(archive: None) -> None:
    rows = whole(get_mission("k2"))
    parts = list(partitions_of(rows, 5_000))
    assert [item.first_cell for item in parts] == sorted(item.first_cell for item in parts)
    assert sum(4.0**-item.order for item in parts) == 12.0
    assert all(item.end - item.start <= 5_000 for item in parts)
    assert parts[0].start == 0 and parts[-1].end == rows.placed
    assert all(first.end == second.start for first, second in zip(parts, parts[1:], strict=False))


def test_margins_have_every_row_near_an_edge(collections: Path) -> None:
    """By brute force: every row that lies within the margin of a row of another partition is in that partition's margin."""
    slug, mission = "hst", get_mission("hst")
    main, margin = (hats.read_hats(collections / slug / name) for name in (slug, f"{slug}_margin"))
    ids: dict[object, set[object]] = {}
    for name, catalog in ((slug, main), (f"{slug}_margin", margin)):
        for pixel in catalog.get_healpix_pixels():
            path = (
                collections
                / slug
                / name
                / "dataset"
                / f"Norder={pixel.order}"
                / "Dir=0"
                / f"Npix={pixel.pixel}.parquet"
            )
            table = pq.read_table(path, columns=[mission.ra_column, mission.dec_column])
            vectors = sky.unit_vectors(*(column.to_numpy() for column in table.columns))
            ids.setdefault(pixel, set()).add((name, vectors.tobytes()))
            if name == slug:
                continue
            depth = 2 * (29 - pixel.order)
            cells = sky.cells(*(column.to_numpy() for column in table.columns)) >> depth
            assert not (cells == pixel.pixel).any()  # a margin has no row of the partition itself
    everything = {
        pixel: np.concatenate([np.frombuffer(raw).reshape(-1, 3) for _, raw in parts]) for pixel, parts in ids.items()
    }
    rows = np.concatenate(
        [np.frombuffer(raw).reshape(-1, 3) for parts in ids.values() for name, raw in parts if name == slug]
    )
    from scipy.spatial import cKDTree

    radius = math.radians(MARGIN_ARCSEC / 3600)
    whole_tree = cKDTree(rows)
    for pixel, parts in ids.items():
        own = next((np.frombuffer(raw).reshape(-1, 3) for name, raw in parts if name == slug), np.empty((0, 3)))
        if len(own):
            pairs = cKDTree(own).count_neighbors(whole_tree, radius)
            assert cKDTree(own).count_neighbors(cKDTree(everything[pixel]), radius) == pairs


def test_the_command_says_what_it_left_out(archive: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("export_hats", "k2", tmp_path, rows=100_000)
    rows = whole(get_mission("k2"))
    left_out = rows.holding.row_count - rows.placed
    assert left_out and f"{left_out:,} rows have no position and are left out" in capsys.readouterr().out
    call_command("export_hats", "k2", tmp_path, rows=100_000)  # once more, over what is there
    (tmp_path / "hst").mkdir()
    with pytest.raises(CommandError, match="is no HATS collection"):
        call_command("export_hats", "hst", tmp_path)
    with pytest.raises(CommandError):
        call_command("export_hats", "nothing", tmp_path)
