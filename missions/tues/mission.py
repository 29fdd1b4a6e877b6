"""TUES: spectra, under the fields that every classic form had."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="tues",
    name="Tübingen Ultraviolet Echelle Spectrometer",
    short_name="TUES",
    rows_are="spectra",
    row_is="spectrum",
    description="Far-ultraviolet echelle spectra that TUES took on the ORFEUS platform, set free by the Space Shuttle.",
    section="ultraviolet",
    waveband="far ultraviolet",
    years="1996",
    columns=read_columns(__file__),
    groups={"observation": "Observation"},
    id_column="data_id",
    target_column="target_name",
    ra_column="ra",
    dec_column="dec",
    default_sort=("target_name", "data_id"),
    folder=Path(__file__).parent,
    examples=(
        ("target=HD+93521", "Within 3 arcminutes of HD 93521"),
        ("data_id=tues4201*", "Names that begin with tues4201"),
        ("exp_time=%3E1000", "More than 1000 seconds"),
    ),
    upstream_rows=186,
    upstream_source="MAST's own facet counts bundled with astroquery, 2017",
    acknowledgement=(
        "Based on observations made with the Tübingen Ultraviolet Echelle Spectrometer, obtained from the Mikulski "
        "Archive for Space Telescopes at the Space Telescope Science Institute."
    ),
    no_rows_because=(
        "No freely licensed package was found that lists TUES's 186 spectra, so none ship with this site."
    ),
)
