"""Synthetic rows, uniform over the sky: for the growth of tables in the bench, and for nothing that readers see."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="synthetic",
    name="Synthetic rows of the bench",
    short_name="Synthetic",
    rows_are="synthetic rows",
    row_is="synthetic row",
    description="Made-up positions, uniform over the sky, with a made-up number each. They stand for nothing.",
    section="community",
    columns=read_columns(__file__),
    groups={"row": "Row"},
    id_column="synthetic_id",
    ra_column="synthetic_ra",
    dec_column="synthetic_dec",
    default_sort=("synthetic_id",),
    folder=Path(__file__).parent,
    no_rows_because="They are made by the bench.",
)
