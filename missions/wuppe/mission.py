"""WUPPE: polarization spectra, under the classic form's headings."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="wuppe",
    name="Wisconsin Ultraviolet Photo-Polarimeter Experiment",
    short_name="WUPPE",
    rows_are="spectra",
    row_is="spectrum",
    description=(
        "Ultraviolet spectra and polarization that WUPPE measured from the Space Shuttle on the Astro-1 and Astro-2 "
        "flights."
    ),
    section="ultraviolet",
    waveband="ultraviolet, polarization",
    years="1990 and 1995",
    columns=read_columns(__file__),
    groups={"observation": "Observation", "polarization": "Polarization"},
    id_column="data_id",
    target_column="object_name",
    ra_column="ra",
    dec_column="dec",
    default_sort=("object_name", "data_id"),
    folder=Path(__file__).parent,
    examples=(
        ("target=00+59+26.6+-72+09+54", "Within 3 arcminutes of HD 5980"),
        ("mean_polarization=%3E1", "More than 1 per cent polarized"),
        ("object_name=HD*&exposure_length=%3E600", "Stars with an HD number, more than 600 seconds"),
    ),
    upstream_rows=238,
    upstream_source="MAST's own facet counts bundled with astroquery, 2017",
    acknowledgement=(
        "Based on observations made with the Wisconsin Ultraviolet Photo-Polarimeter Experiment, obtained from the "
        "Mikulski Archive for Space Telescopes at the Space Telescope Science Institute."
    ),
    no_rows_because=(
        "No freely licensed package was found that lists WUPPE's 238 spectra, so none ship with this site."
    ),
)
