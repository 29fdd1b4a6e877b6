"""A small mission that is registered for one test and gone after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from mastsite.search import bulk, registry
from mastsite.search.declare import Column, Mission
from mastsite.search.models import Holding
from mastsite.search.tables import model_for

TOY = Mission(
    slug="toy", name="Toy Mission", short_name="Toy", description="Made for a test.", folder=Path(__file__).parent,
    id_column="toy_id", ra_column="toy_ra", dec_column="toy_dec", target_column="toy_name", default_sort=("toy_name",),
    columns=(
        Column("toy_id", "Toy ID", default_output=True, description="Names the row."),
        Column("toy_name", "Name", default_output=True, description="What it is called.", indexed=True),
        Column("toy_ra", "RA (J2000)", "ra", "deg", default_output=True, description="Right ascension."),
        Column("toy_dec", "Dec (J2000)", "dec", "deg", default_output=True, description="Declination."),
        Column("toy_when", "When", "datetime", default_output=True, description="Start."),
        Column("toy_count", "Count", "integer", default_output=True, description="A number."),
        Column("toy_flag", "Flag", "boolean", default_output=True, description="Yes or no."),
        Column("toy_size", "Size", "float", "arcmin", default_output=True, description="How large."),
    ),
)  # fmt: skip
HEADER = "toy_id,toy_name,toy_ra,toy_dec,toy_when,toy_count,toy_flag,toy_size"
GOOD = ["a,M 31,10.68,41.27,2012-05-03T12:00:00,3,yes,1.5", "b,M 33,23.46,30.66,2013-01-01,,no,", "c,nowhere,,,,7,,2"]


@contextmanager
def registered(mission: Mission = TOY) -> Iterator[Mission]:
    """The mission among the others, and no trace of it afterwards."""
    known = registry.missions()
    known[mission.slug] = mission
    try:
        yield mission
    finally:
        known.pop(mission.slug)
        model_for.cache_clear()
        for table in connection.introspection.table_names():
            if table.startswith(f"rows_{mission.slug}_"):
                bulk.drop(table)
        Holding.objects.filter(slug=mission.slug).delete()


def write_csv(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return path
