"""Kepler: confirmed planets of its field, under the classic form's names where they mean the same."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="kepler",
    name="Kepler confirmed planets",
    short_name="Kepler",
    rows_are="confirmed planets",
    row_is="confirmed planet",
    description=(
        "Confirmed planets of stars in Kepler's field, as the NASA Exoplanet Archive listed them on 31 May 2019: "
        "one row a planet, with its orbit, its star and its discovery."
    ),
    section="time series",
    waveband="optical",
    years="2009 to 2013",
    columns=read_columns(__file__),
    groups={"planet": "Planet", "orbit": "Orbit and transit", "star": "Star", "discovery": "Discovery"},
    id_column="kepler_name",
    target_column="pl_hostname",
    ra_column="degree_ra",
    dec_column="degree_dec",
    default_sort=("kepler_name",),
    default_radius_arcmin=0.02,
    folder=Path(__file__).parent,
    examples=(
        ("pl_hostname=Kepler-11", "Planets of the star Kepler-11"),
        ("koi_prad=%3C1.5&koi_teq=%3C300", "Small planets cooler than 300 kelvin"),
        ("koi_period=300..400&sort=koi_period", "Years about as long as ours"),
        ("target=290.666+44.5&radius=60", "Within a degree of the middle of Kepler's field"),
    ),
    upstream_rows=212_993,
    upstream_source="MAST's own facet counts bundled with astroquery, 2017; they count observations, not planets",
    acknowledgement=(
        "This paper includes data collected by the Kepler mission, obtained from the Mikulski Archive for Space "
        "Telescopes at the Space Telescope Science Institute, and has made use of the NASA Exoplanet Archive, "
        "which the California Institute of Technology operates under contract with NASA."
    ),
)
