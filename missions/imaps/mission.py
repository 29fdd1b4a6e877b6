"""IMAPS: spectra, under the classic form's own names."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="imaps",
    name="Interstellar Medium Absorption Profile Spectrograph",
    short_name="IMAPS",
    rows_are="spectra",
    row_is="spectrum",
    description=(
        "Far-ultraviolet spectra of bright stars at very high resolution, which IMAPS took on the ORFEUS platform, "
        "set free by the Space Shuttle."
    ),
    section="ultraviolet",
    waveband="far ultraviolet",
    years="1993 and 1996",
    columns=read_columns(__file__),
    groups={"observation": "Observation", "object": "Star and order"},
    id_column="imaps_filename",
    target_column="imaps_target_name",
    ra_column="imaps_ra2000",
    dec_column="imaps_dec2000",
    default_sort=("imaps_target_name", "imaps_filename"),
    folder=Path(__file__).parent,
    examples=(
        ("target=zeta+Pup", "Within 3 arcminutes of zeta Puppis"),
        ("imaps_hd_num=%3E0&imaps_obs_start_time=1993", "Stars with an HD number, taken in 1993"),
        ("imaps_seq_num=79..200", "Early in the order of the flight"),
    ),
    acknowledgement=(
        "Based on observations made with the Interstellar Medium Absorption Profile Spectrograph, obtained from the "
        "Mikulski Archive for Space Telescopes at the Space Telescope Science Institute."
    ),
    no_rows_because="No freely licensed package was found that lists IMAPS's spectra, so none ship with this site.",
)
