"""Hubble: the classic form's 57 columns, under the archive's own names."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="hst",
    name="Hubble Space Telescope",
    short_name="HST",
    adjective="Hubble",
    rows_are="observations",
    row_is="observation",
    description=(
        "Exposures and associations of the Hubble Space Telescope, 1990 to now. Held here are data sets around M 31 "
        "and those of the ULLYSES library of young stars."
    ),
    section="observatories",
    waveband="ultraviolet to near infrared",
    years="1990 to now",
    columns=read_columns(__file__),
    groups={
        "observation": "Observation",
        "proposal": "Proposal and target class",
        "spectrum": "Wavelength and resolution",
        "pointing": "Pointing",
        "state": "State of the data",
    },
    id_column="sci_data_set_name",
    target_column="sci_targname",
    ra_column="sci_ra",
    dec_column="sci_dec",
    default_sort=("sci_targname", "sci_data_set_name"),
    facets=("sci_instrume", "sci_spec_1234", "sci_start_time", "sci_pep_id", "sci_obs_type", "sci_aec", "sci_hapnum"),
    folder=Path(__file__).parent,
    examples=(
        ("target=m+31&radius=5&sci_instrume=STIS", "STIS within 5 arcminutes of M 31"),
        ("sci_spec_1234=E140M&sci_actual_duration=%3E5000", "Echelle spectra with E140M of more than 5000 seconds"),
        ("sci_targname=NGC224*&sci_start_time=1995..1999", "Targets called NGC 224, 1995 to 1999"),
        (
            "sci_instrume=WFPC2&sci_aec=S&sci_central_wavelength=%3C3000",
            "WFPC2 images for science, shortward of 3000 ångström",
        ),
    ),
    upstream_rows=484_983,
    upstream_source="MAST's own facet counts bundled with astroquery, 2017",
    acknowledgement=(
        "Based on observations made with the NASA/ESA Hubble Space Telescope, obtained from the Mikulski Archive "
        "for Space Telescopes at the Space Telescope Science Institute. Name the proposals whose data were used."
    ),
)
