"""Webb: the exposure slots of its prime programs, under the archive's names where it has them."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="jwst",
    name="James Webb Space Telescope",
    short_name="JWST",
    adjective="Webb",
    rows_are="exposure slots",
    row_is="exposure slot",
    description=(
        "Where Webb points, and for how long. A row is a slot: the time of one prime exposure of cycles 1 to 5, "
        "in which another instrument may take a pure parallel one. There are no data files behind the rows, and "
        "no target names, filters or dates."
    ),
    section="observatories",
    waveband="near and mid infrared",
    years="2022 to now",
    columns=read_columns(__file__),
    groups={"program": "Program", "visit": "Observation and visit", "instrument": "Instrument and slot"},
    id_column="slot_id",
    ra_column="targ_ra",
    dec_column="targ_dec",
    default_sort=("slot_id",),
    facets=("instrume", "mode", "program", "proposal_cycle", "proposal_type"),
    folder=Path(__file__).parent,
    examples=(
        (
            "target=53.16+-27.79&radius=10&instrume=NIRCAM",
            "NIRCam pointings within 10 arcminutes of the Chandra Deep Field South",
        ),
        ("program=1176", "All slots of program 1176"),
        ("mode=WFSS&duration=%3E2000", "Slitless spectroscopy of more than 2000 seconds"),
        ("proposal_type=DD&proposal_cycle=4", "Director's discretionary time in cycle 4"),
    ),
    acknowledgement=(
        "Based on observations made with the NASA/ESA/CSA James Webb Space Telescope, obtained from the Mikulski "
        "Archive for Space Telescopes at the Space Telescope Science Institute. The slots are those of jwpure; "
        "cite it as its authors ask."
    ),
)
