"""VLA-FIRST: radio images, under the fields that every classic form had."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="vlafirst",
    name="Faint Images of the Radio Sky at Twenty centimetres",
    short_name="VLA-FIRST",
    rows_are="images",
    row_is="image",
    description="Images of the radio survey FIRST, which the Very Large Array made at 20 centimetres.",
    section="surveys",
    waveband="radio, 20 cm",
    years="1993 to 2011",
    columns=read_columns(__file__),
    groups={"observation": "Observation"},
    id_column="data_id",
    target_column="target_name",
    ra_column="ra",
    dec_column="dec",
    default_sort=("data_id",),
    default_radius_arcmin=20.0,
    folder=Path(__file__).parent,
    examples=(
        ("target=12+29+06.7+%2B02+03+09", "Within 20 arcminutes of 3C 273"),
        ("ra=150..151&dec=2..3", "A square degree around right ascension 150.5"),
        ("start_time=1995", "Taken in 1995"),
    ),
    acknowledgement=(
        "Uses images of the FIRST survey of the Very Large Array, obtained from the Mikulski Archive for Space "
        "Telescopes at the Space Telescope Science Institute."
    ),
    no_rows_because="No freely licensed package was found that lists FIRST's images, so none ship with this site.",
)
