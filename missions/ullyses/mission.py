"""ULLYSES: its targets, under the names of the archive's own search."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="ullyses",
    name="Hubble UV Legacy Library of Young Stars as Essential Standards",
    short_name="ULLYSES",
    rows_are="targets",
    row_is="target",
    description=(
        "The stars and galaxies of ULLYSES, a Hubble library of ultraviolet spectra of massive stars in nearby "
        "galaxies and of young low-mass stars in the Milky Way."
    ),
    section="community",
    waveband="ultraviolet and optical",
    years="2020 to 2023, with older data",
    columns=read_columns(__file__),
    groups={"object": "Target", "brightness": "Brightness", "star": "Star", "product": "Spectrum"},
    id_column="target_name_ullyses",
    target_column="target_name_ullyses",
    ra_column="targ_ra",
    dec_column="targ_dec",
    default_sort=("target_name_ullyses",),
    folder=Path(__file__).parent,
    examples=(
        ("host_galaxy_name=WLM", "Stars in the galaxy WLM"),
        ("target=NGC+346&radius=2", "Within 2 arcminutes of NGC 346"),
        ("target_classification=*T+Tauri*&v_mag=%3C11", "T Tauri stars brighter than magnitude 11"),
        ("spectral_type=WC*&star_mass=%3E10", "Carbon-rich Wolf-Rayet stars of more than 10 solar masses"),
    ),
    acknowledgement=(
        "Based on observations of the ULLYSES program, made with the NASA/ESA Hubble Space Telescope and obtained "
        "from the Mikulski Archive for Space Telescopes at the Space Telescope Science Institute."
    ),
)
