"""HUT: spectra, under the classic form's own names."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="hut",
    name="Hopkins Ultraviolet Telescope",
    short_name="HUT",
    rows_are="spectra",
    row_is="spectrum",
    description=(
        "Far-ultraviolet spectra that the Hopkins Ultraviolet Telescope took from the Space Shuttle on the Astro-1 "
        "and Astro-2 flights."
    ),
    section="ultraviolet",
    waveband="far ultraviolet",
    years="1990 and 1995",
    columns=read_columns(__file__),
    groups={"observation": "Observation", "object": "Target and conditions"},
    id_column="hut_data_id",
    target_column="hut_target_name",
    ra_column="ra",
    dec_column="dec",
    default_sort=("hut_target_name", "hut_data_id"),
    folder=Path(__file__).parent,
    examples=(
        ("target=m+81", "Within 3 arcminutes of M 81"),
        ("hut_target_name=NGC*", "Targets with an NGC number"),
        ("hut_exp_time=%3E1000", "More than 1000 seconds"),
    ),
    upstream_rows=653,
    upstream_source="MAST's own facet counts bundled with astroquery, 2017",
    acknowledgement=(
        "Based on observations made with the Hopkins Ultraviolet Telescope, obtained from the Mikulski Archive for "
        "Space Telescopes at the Space Telescope Science Institute."
    ),
    no_rows_because="No freely licensed package was found that lists HUT's 653 spectra, so none ship with this site.",
)
