"""FUSE: observations, under the classic form's names as far as they are known."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="fuse",
    name="Far Ultraviolet Spectroscopic Explorer",
    short_name="FUSE",
    rows_are="observations",
    row_is="observation",
    description=(
        "Far-ultraviolet spectra, 905 to 1187 ångström, taken by FUSE from 1999 to 2007. Held here are the "
        "observations that the ULLYSES library uses."
    ),
    section="ultraviolet",
    waveband="far ultraviolet",
    years="1999 to 2007",
    columns=read_columns(__file__),
    groups={"observation": "Observation", "class": "Class of target and data"},
    id_column="fes_data_set_name",
    target_column="fes_targname",
    ra_column="fes_ra_targ",
    dec_column="fes_dec_targ",
    default_sort=("fes_targname", "fes_data_set_name"),
    folder=Path(__file__).parent,
    examples=(
        ("target=NGC+346&radius=10", "Within 10 arcminutes of NGC 346"),
        ("fes_targname=SK*&fes_start_time=%3E2003", "Sanduleak's stars, after 2003"),
        ("fes_aperture=MDRS", "Through the medium aperture"),
    ),
    upstream_rows=5_731,
    upstream_source="MAST's own facet counts bundled with astroquery, 2017",
    acknowledgement=(
        "Based on observations made with the NASA-CNES-CSA Far Ultraviolet Spectroscopic Explorer, obtained from "
        "the Mikulski Archive for Space Telescopes at the Space Telescope Science Institute."
    ),
)
