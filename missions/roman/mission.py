"""Roman: data sets, under the names of the archive's own search."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="roman",
    name="Nancy Grace Roman Space Telescope",
    short_name="Roman",
    rows_are="data sets",
    row_is="data set",
    description="Data sets of the Roman Space Telescope's wide field surveys of the infrared sky.",
    section="observatories",
    waveband="optical and near infrared",
    years="not yet public",
    columns=read_columns(__file__),
    groups={
        "identity": "Data set",
        "proposal": "Program",
        "times": "Time",
        "place": "Place on the sky",
        "state": "State of the data",
    },
    id_column="fileSetName",
    ra_column="ra",
    dec_column="dec",
    default_sort=("fileSetName",),
    folder=Path(__file__).parent,
    examples=(
        ("program=3&pass=1", "Pass 1 of program 3"),
        ("optical_element=F158&productLevel=2", "Calibrated images in F158"),
        ("target=270+%2B66&radius=30", "Within 30 arcminutes of a position"),
    ),
    acknowledgement=(
        "Based on observations made with the Nancy Grace Roman Space Telescope, obtained from the Mikulski Archive "
        "for Space Telescopes at the Space Telescope Science Institute."
    ),
    no_rows_because="The telescope's observations are not public yet, so there are no rows.",
)
