"""Copernicus: scans, under the fields that every classic form had."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="copernicus",
    name="Copernicus (OAO-3)",
    short_name="Copernicus",
    rows_are="data sets",
    row_is="data set",
    description=(
        "Far and near ultraviolet scans of 551 objects, most of them bright stars, by the third Orbiting "
        "Astronomical Observatory."
    ),
    section="ultraviolet",
    waveband="far and near ultraviolet",
    years="1972 to 1981",
    columns=read_columns(__file__),
    groups={"observation": "Observation"},
    id_column="data_id",
    target_column="target_name",
    ra_column="ra",
    dec_column="dec",
    default_sort=("target_name", "data_id"),
    folder=Path(__file__).parent,
    examples=(
        ("target=zeta+Oph", "Within 3 arcminutes of zeta Ophiuchi"),
        ("target_name=HD*", "Targets with an HD number"),
        ("detector=U1,+U2", "Scans of the two far-ultraviolet detectors"),
    ),
    acknowledgement=(
        "Based on observations made with the Copernicus satellite (OAO-3), obtained from the Mikulski Archive for "
        "Space Telescopes at the Space Telescope Science Institute."
    ),
    no_rows_because=(
        "No freely licensed package was found that lists the 551 objects of Copernicus, so none ship with this site."
    ),
)
