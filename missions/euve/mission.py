"""EUVE: observations, under the classic form's names as far as they are known."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="euve",
    name="Extreme Ultraviolet Explorer",
    short_name="EUVE",
    rows_are="observations",
    row_is="observation",
    description=(
        "Spectra and images in the extreme ultraviolet, 70 to 760 ångström, of the Extreme Ultraviolet Explorer."
    ),
    section="ultraviolet",
    waveband="extreme ultraviolet",
    years="1992 to 2001",
    columns=read_columns(__file__),
    groups={"observation": "Observation"},
    id_column="euve_data_id",
    target_column="euve_target_name",
    ra_column="ra",
    dec_column="dec",
    default_sort=("euve_target_name", "euve_data_id"),
    folder=Path(__file__).parent,
    examples=(
        ("target=12+52+24.4+-29+14+56&radius=10", "Within 10 arcminutes of EX Hydrae"),
        ("euve_start_time=1993..1994", "Taken in 1993 and 1994"),
        ("euve_exp_time=%3E100000", "More than 100,000 seconds"),
    ),
    upstream_rows=1_367,
    upstream_source="MAST's own facet counts bundled with astroquery, 2017",
    acknowledgement=(
        "Based on observations made with the Extreme Ultraviolet Explorer, obtained from the Mikulski Archive for "
        "Space Telescopes at the Space Telescope Science Institute."
    ),
    no_rows_because=(
        "No freely licensed package was found that lists EUVE's 1,367 observations, so none ship with this site."
    ),
)
