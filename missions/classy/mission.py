"""CLASSY: its galaxies, of which one column name is known."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="classy",
    name="COS Legacy Archive Spectroscopic Survey",
    short_name="CLASSY",
    rows_are="galaxies",
    row_is="galaxy",
    description="Nearby star-forming galaxies of which Hubble took far-ultraviolet spectra for the CLASSY treasury.",
    section="community",
    waveband="far ultraviolet",
    years="2020 to 2022, with older data",
    columns=read_columns(__file__),
    groups={"galaxy": "Galaxy"},
    id_column="Target",
    target_column="Target",
    ra_column="ra",
    dec_column="dec",
    default_sort=("Target",),
    folder=Path(__file__).parent,
    examples=(
        ("Target=J0021%2B0052", "The galaxy J0021+0052"),
        ("Target=J1*", "Galaxies whose names begin with J1"),
        ("target=150.1+%2B2.2&radius=30", "Within 30 arcminutes of a position"),
    ),
    acknowledgement=(
        "Based on spectra of the CLASSY treasury program of the NASA/ESA Hubble Space Telescope, obtained from the "
        "Mikulski Archive for Space Telescopes at the Space Telescope Science Institute."
    ),
    no_rows_because="No freely licensed package was found that lists CLASSY's galaxies, so none ship with this site.",
)
