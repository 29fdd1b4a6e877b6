"""Scans and cross-matches on two workers find the rows that the engine finds, and their files are the site's own."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from mastsite.jobs import runner
from mastsite.jobs.kinds import folder_of
from mastsite.jobs.models import Job
from mastsite.jobs.states import DONE, FAILED
from mastsite.scans.cluster import client
from mastsite.scans.kinds import ask_crossmatch, ask_scan
from mastsite.search import engine
from mastsite.search.params import parse
from mastsite.search.query import Place, Query
from mastsite.search.registry import get_mission
from tests.conftest import free_port

pytestmark = pytest.mark.usefixtures("scans")


def query(mission: str, **params: str) -> Query:
    return parse(get_mission(mission), list(params.items()))


def done(job: Job) -> Job:
    taken = Job.take("me")
    assert taken is not None and taken.token == job.token
    runner.run(taken)
    job.refresh_from_db()
    return job


def rows(job: Job) -> list[dict[str, str]]:
    text = (folder_of(job) / job.file).read_text()
    return list(
        csv.DictReader(io.StringIO("".join(line for line in text.splitlines(True) if not line.startswith("#"))))
    )


CASES = [
    ("kepler", {"koi_kepmag": "12..13"}),
    ("kepler", {"koi_kepmag": "<9, >15, 12.5"}),
    ("kepler", {"koi_period": "!10..100, !null"}),
    ("kepler", {"pl_bmassprov": "null"}),
    ("kepler", {"pl_bmassprov": "!null"}),
    ("kepler", {"degree_ra": "300..290"}),
    ("hst", {"target": "m 31", "radius": "20"}),
    ("hst", {"target": "0 0", "radius": "3000", "sci_instrume": "!foc"}),
    ("hst", {"sci_ra": "350..10"}),
    ("hst", {"sci_start_time": ">2000", "sci_instrume": "wfc3, ACS, stis"}),
    ("hst", {"sci_start_time": "1991..1996-02", "sci_targname": "ngc*, !ngc1*"}),
    ("hst", {"sci_start_time": "1999-05"}),
    ("hst", {"sci_targname": "*-*"}),
    ("hst", {"sci_instrume": "<g"}),
    ("hst", {"sci_targname": "a..b"}),
    ("hst", {"sci_targname": "!null", "sci_release_date": "before 1995"}),
]


@pytest.mark.parametrize(("mission", "params"), CASES, ids=[f"{m} {p}" for m, p in CASES])
def test_a_scan_finds_the_engine_s_rows(mission: str, params: dict[str, str]) -> None:
    """By the function that the workers run, over the whole collection."""
    from mastsite.resolver.places import place
    from mastsite.scans.scanning import narrowed

    asked, _ = place(query(mission, **params))
    name, ra = asked.mission.id_column, asked.mission.ra_column
    found = narrowed(Query(asked.mission, asked.places, asked.radius_arcmin, criteria=asked.criteria, columns=(name,)))
    expected = engine.stream(
        Query(asked.mission, asked.places, asked.radius_arcmin, criteria=asked.criteria, columns=(name, ra)),
        counted=False,
    )
    ids = sorted(str(row[0]) for row in expected.rows if row[1] is not None)
    assert ids and sorted(map(str, found.compute(progress_bar=False)[name].tolist())) == ids


def test_a_scan_is_a_job_with_a_file() -> None:
    asked = query("hst", sci_instrume="FOC", columns="sci_data_set_name,sci_ra,sci_dec", sort="-sci_ra")
    job = done(ask_scan(asked, "csv"))
    assert job.state == DONE, job.message
    found = rows(job)
    expected = {str(row[0]) for row in engine.stream(asked, counted=False).rows if row[1] is not None}
    assert {row["sci_data_set_name"] for row in found} == expected and len(found) == job.result["rows"]
    assert "Only the rows of HST that have a position" in job.message and "-sci_ra, is not applied" in job.message
    assert ask_scan(asked, "csv").token == job.token


@pytest.mark.parametrize("format", ["votable", "fits", "parquet"])
def test_every_other_writer_serves_too(format: str) -> None:
    job = done(ask_scan(query("hst", sci_instrume="FOC", limit="5"), format))
    assert job.state == DONE and (folder_of(job) / job.file).stat().st_size > 100, job.message
    assert job.result["rows"] == 5 and "cut at 5 rows" in job.message


@pytest.mark.parametrize("radius_arcsec", [30.0, 300.0])
def test_a_cross_match_finds_the_engine_s_pairs(radius_arcsec: float) -> None:
    left = query("hst", columns="sci_data_set_name,sci_ra,sci_dec")
    left = Query(left.mission, (Place("m 31", 10.6847, 41.2687),), 3.0, columns=left.columns)
    right = get_mission("hst")
    job = done(ask_crossmatch(left, right, radius_arcsec, "csv"))
    assert job.state == DONE, job.message
    found = sorted((row["sci_data_set_name"], row[f"{right.id_column}_{right.slug}"]) for row in rows(job))
    expected = []
    for name, ra, dec in engine.stream(left, counted=False).rows:
        if ra is not None:
            around = Query(right, (Place("", float(ra), float(dec)),), radius_arcsec / 60, columns=(right.id_column,))
            expected += [(str(name), str(row[0])) for row in engine.stream(around, counted=False).rows]
    assert expected and found == sorted(expected)


def test_a_match_wider_than_the_margin_is_refused() -> None:
    job = done(ask_crossmatch(query("hst"), get_mission("kepler"), 1000.0, "csv"))
    assert job.state == FAILED and "up to 300" in job.message


def test_without_a_collection_the_job_says_what_to_type(settings: Any, tmp_path: Any) -> None:
    from mastsite.jobs.kinds import JobError

    settings.HATS_FOLDER = tmp_path
    with pytest.raises(JobError, match="manage.py export_hats hst"):
        ask_scan(query("hst"), "csv")


def test_what_a_scan_cannot_give_is_refused() -> None:
    job = done(ask_scan(query("hst", target="130 19", radius="1", columns="sci_data_set_name,ang_sep"), "csv"))
    assert job.state == FAILED and "ang_sep is made by a search" in job.message


def test_without_a_scheduler_the_job_has_workers_of_its_own(settings: Any) -> None:
    outside, settings.DASK_SCHEDULER = settings.DASK_SCHEDULER, ""
    with client() as own:
        assert own.scheduler.address != outside
        job = done(ask_scan(query("kepler", limit="3"), "csv"))
    assert job.state == DONE and job.result["rows"] == 3, job.message


def test_a_scheduler_that_does_not_answer_is_told(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DASK_SCHEDULER = f"tcp://127.0.0.1:{free_port()}"
    monkeypatch.setattr("mastsite.scans.cluster.PATIENCE_S", 1)
    job = done(ask_scan(query("kepler", limit="3"), "csv"))
    assert job.state == FAILED and "The cluster that scans does not answer" in job.message
