"""The Tycho-2 catalogue, as far as Debian packages it for astrometry.net: for comparison with other servers in the bench."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="tycho2",
    name="Tycho-2 in the bench",
    short_name="Tycho-2",
    rows_are="stars",
    row_is="star",
    description="Positions and VT magnitudes of stars of the Tycho-2 catalogue, loaded by the bench alone.",
    section="community",
    columns=read_columns(__file__),
    groups={"star": "Star"},
    id_column="star",
    ra_column="star_ra",
    dec_column="star_dec",
    default_sort=("star",),
    folder=Path(__file__).parent,
    no_rows_because="They are loaded by the bench.",
)
