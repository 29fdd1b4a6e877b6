"""BEFS: spectra, under the fields that every classic form had."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="befs",
    name="Berkeley Extreme and Far-Ultraviolet Spectrometer",
    short_name="BEFS",
    rows_are="spectra",
    row_is="spectrum",
    description=(
        "Spectra from about 390 to 1220 ångström that BEFS took on the ORFEUS platform, set free by the Space Shuttle."
    ),
    section="ultraviolet",
    waveband="extreme and far ultraviolet",
    years="1993 and 1996",
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
        ("target_name=HD*", "Targets with an HD number"),
        ("start_time=1996", "Taken in 1996"),
    ),
    upstream_rows=319,
    upstream_source="MAST's own facet counts bundled with astroquery, 2017",
    acknowledgement=(
        "Based on observations made with the Berkeley Extreme and Far-Ultraviolet Spectrometer, obtained from the "
        "Mikulski Archive for Space Telescopes at the Space Telescope Science Institute."
    ),
    no_rows_because=(
        "No freely licensed package was found that lists BEFS's 319 spectra, so none ship with this site."
    ),
)
