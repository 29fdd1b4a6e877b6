"""TESS: where each CCD looked, or every full-frame image, under the archive's common observation names."""

from pathlib import Path

from mastsite.search.declare import Mission, Outline, Package, read_columns

IMAGES = Package("tess-cloud", "0.5.0", "MIT")
"""Lists of every full-frame image; see SOURCES.md."""

mission = Mission(
    slug="tess",
    name="Transiting Exoplanet Survey Satellite",
    short_name="TESS",
    rows_are="observations",
    row_is="observation",
    description=(
        "Where and when TESS looked: one row for each CCD of each camera in each of the sectors 1 to 108, with "
        "its outline on the sky. The complete holdings, if the operator has loaded them, have one row for each "
        "full-frame image of sectors 1 to 68 instead. A CCD sees a square of 12 degrees and positions are those "
        "of its centre, so what it saw may be 500 arcminutes away."
    ),
    section="time series",
    waveband="red optical",
    years="2018 to now",
    columns=read_columns(__file__),
    groups={"where": "Sector, camera and CCD", "when": "Time and pointing"},
    id_column="obs_id",
    ra_column="s_ra",
    dec_column="s_dec",
    default_sort=("sequence_number", "camera", "ccd", "start"),
    default_radius_arcmin=500.0,
    facets=("sequence_number", "camera", "ccd", "start", "cycle"),
    folder=Path(__file__).parent,
    examples=(
        ("target=m+31&radius=500", "CCDs whose centre is within 500 arcminutes of M 31"),
        ("sequence_number=1&camera=4", "Camera 4 in sector 1"),
        ("start=2020", "Sectors that began in 2020"),
        ("obs_id=tess-s0056-2-*", "Camera 2 in sector 56"),
    ),
    acknowledgement=(
        "This paper includes data collected by the TESS mission, funded by the NASA Explorer Program and obtained "
        "from the Mikulski Archive for Space Telescopes at the Space Telescope Science Institute."
    ),
    full_package=IMAGES,
    outline=Outline(column="s_region", reach_arcmin=600.0, source="the footprints of the sectors, see SOURCES.md"),
)
