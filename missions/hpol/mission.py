"""HPOL: polarization spectra, under the headings that WUPPE's form has too."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="hpol",
    name="HPOL spectropolarimeter at Pine Bluff Observatory",
    short_name="HPOL",
    rows_are="spectra",
    row_is="spectrum",
    description=(
        "Optical polarization spectra from the ground, taken with the University of Wisconsin's spectropolarimeter "
        "beside the flights of WUPPE."
    ),
    section="surveys",
    waveband="optical, polarization",
    years="1989 to 2004",
    columns=read_columns(__file__),
    groups={"observation": "Observation", "polarization": "Polarization"},
    id_column="data_id",
    target_column="object_name",
    ra_column="ra",
    dec_column="dec",
    default_sort=("object_name", "data_id"),
    folder=Path(__file__).parent,
    examples=(
        ("target=P+Cygni", "Within 3 arcminutes of P Cygni"),
        ("mean_polarization=%3E1", "More than 1 per cent polarized"),
        ("observation_date=1995", "Taken in 1995"),
    ),
    acknowledgement=(
        "Uses spectra of the HPOL spectropolarimeter of the University of Wisconsin, obtained from the Mikulski "
        "Archive for Space Telescopes at the Space Telescope Science Institute."
    ),
    no_rows_because="No freely licensed package was found that lists HPOL's spectra, so none ship with this site.",
)
