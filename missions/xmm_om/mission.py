"""XMM-OM: images, under the fields that every classic form had."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="xmm-om",
    name="XMM-Newton Optical Monitor",
    short_name="XMM-OM",
    rows_are="images",
    row_is="image",
    description="Optical and ultraviolet images that the Optical Monitor takes while XMM-Newton observes X-rays.",
    section="ultraviolet",
    waveband="ultraviolet and optical",
    years="2000 to now",
    columns=read_columns(__file__),
    groups={"observation": "Observation"},
    id_column="data_id",
    target_column="target_name",
    ra_column="ra",
    dec_column="dec",
    default_sort=("target_name", "data_id"),
    folder=Path(__file__).parent,
    examples=(
        ("target=m+31&radius=20", "Within 20 arcminutes of M 31"),
        ("filter=UVW1&start_time=2002", "Images in UVW1 of 2002"),
        ("target_name=NGC*", "Targets with an NGC number"),
    ),
    acknowledgement=(
        "Based on observations with XMM-Newton, an ESA mission with instruments and contributions from ESA member "
        "states and NASA, obtained from the Mikulski Archive for Space Telescopes."
    ),
    no_rows_because=(
        "No freely licensed package was found that lists the Optical Monitor's images, so none ship with this site."
    ),
)
