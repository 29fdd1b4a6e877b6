"""UIT: images, under the fields that every classic form had."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="uit",
    name="Ultraviolet Imaging Telescope",
    short_name="UIT",
    rows_are="images",
    row_is="image",
    description=(
        "Ultraviolet images 40 arcminutes across that the Ultraviolet Imaging Telescope took from the Space Shuttle "
        "on the Astro-1 and Astro-2 flights."
    ),
    section="ultraviolet",
    waveband="ultraviolet",
    years="1990 and 1995",
    columns=read_columns(__file__),
    groups={"observation": "Observation"},
    id_column="data_id",
    target_column="target_name",
    ra_column="ra",
    dec_column="dec",
    default_sort=("target_name", "data_id"),
    folder=Path(__file__).parent,
    examples=(
        ("target=m+33&radius=20", "Within 20 arcminutes of M 33"),
        ("target_name=NGC*", "Targets with an NGC number"),
        ("exp_time=%3E500", "More than 500 seconds"),
    ),
    acknowledgement=(
        "Based on observations made with the Ultraviolet Imaging Telescope, obtained from the Mikulski Archive for "
        "Space Telescopes at the Space Telescope Science Institute."
    ),
    no_rows_because="No freely licensed package was found that lists UIT's images, so none ship with this site.",
)
