"""Swift UVOT: images, under the fields that every classic form had."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="swiftuvot",
    name="Swift Ultraviolet/Optical Telescope",
    short_name="Swift UVOT",
    rows_are="images",
    row_is="image",
    description=(
        "Ultraviolet and optical images and grism spectra of the telescope that follows the gamma-ray bursts found "
        "by Swift."
    ),
    section="ultraviolet",
    waveband="ultraviolet and optical",
    years="2004 to now",
    columns=read_columns(__file__),
    groups={"observation": "Observation"},
    id_column="data_id",
    target_column="target_name",
    ra_column="ra",
    dec_column="dec",
    default_sort=("target_name", "data_id"),
    folder=Path(__file__).parent,
    examples=(
        ("target=m+31&radius=10", "Within 10 arcminutes of M 31"),
        ("filter=w2&start_time=2006", "Images in UVW2 of 2006"),
        ("exp_time=%3E10000", "More than 10,000 seconds"),
    ),
    upstream_rows=231_611,
    upstream_source="MAST's own facet counts bundled with astroquery, 2017",
    acknowledgement=(
        "Uses data of the Swift Ultraviolet/Optical Telescope, obtained from the Mikulski Archive for Space "
        "Telescopes at the Space Telescope Science Institute."
    ),
    no_rows_because=(
        "No freely licensed package was found that lists the 231,611 observations of Swift's telescope, so none "
        "ship with this site."
    ),
)
