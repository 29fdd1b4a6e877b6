"""GALEX: its imaging visits, under the names of the survey's own database."""

from pathlib import Path

from mastsite.search.declare import Mission, Outline, read_columns

mission = Mission(
    slug="galex",
    name="Galaxy Evolution Explorer",
    short_name="GALEX",
    rows_are="visits",
    row_is="visit",
    description=(
        "Imaging visits of GALEX, 2003 to 2012, in the near and far ultraviolet: one row for each time that it "
        "looked at a tile of a survey. A field is round and reaches 0.6 degrees from its centre, so a radius of "
        "36 arcminutes finds the visits that saw a place."
    ),
    section="ultraviolet",
    waveband="near and far ultraviolet",
    years="2003 to 2012",
    columns=read_columns(__file__),
    groups={"survey": "Survey and tile", "exposure": "Exposure and date"},
    id_column="imgRunID",
    ra_column="RATileCenter",
    dec_column="DECTileCenter",
    default_sort=("PhotoObsDate",),
    default_radius_arcmin=36.0,
    folder=Path(__file__).parent,
    examples=(
        ("target=m+31&radius=60&survey=NGS", "Visits of the Nearby Galaxy Survey within a degree of M 31"),
        ("survey=DIS&fexptime=%3E1600", "Deep visits with more than 1600 seconds in the far ultraviolet"),
        ("PhotoObsDate=2003-06", "June 2003, the first month"),
        ("survey=NGS&nPhotoObjects=%3E20000", "Nearby galaxies with more than 20,000 objects in a visit"),
    ),
    upstream_rows=330_914,
    upstream_source="MAST's own facet counts bundled with astroquery, 2017",
    outline=Outline(
        radius_arcmin=36.0,
        reach_arcmin=36.0,
        source="the field of view of 1.2 degrees across: Martin et al. 2005, ApJ 619, L1",
    ),
    acknowledgement=(
        "Based on observations made with the NASA Galaxy Evolution Explorer, obtained from the Mikulski Archive "
        "for Space Telescopes at the Space Telescope Science Institute."
    ),
)
