"""IUE: spectra, under the classic form's own names."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="iue",
    name="International Ultraviolet Explorer",
    short_name="IUE",
    rows_are="spectra",
    row_is="spectrum",
    description=(
        "Ultraviolet spectra, 1150 to 3350 ångström, of the International Ultraviolet Explorer, which observed for "
        "eighteen years."
    ),
    section="ultraviolet",
    waveband="ultraviolet",
    years="1978 to 1996",
    columns=read_columns(__file__),
    groups={"observation": "Observation", "program": "Program and class", "image": "Image"},
    id_column="iue_data_id",
    target_column="iue_target_name",
    ra_column="ra",
    dec_column="dec",
    default_sort=("iue_target_name", "iue_data_id"),
    folder=Path(__file__).parent,
    examples=(
        ("target=NGC+4151&radius=3", "Within 3 arcminutes of NGC 4151"),
        ("iue_cam_no=3&iue_disp=HIGH", "Echelle spectra of the short wavelength prime camera"),
        ("iue_obs_start_time=1978..1979&iue_com_exp_time=%3E10000", "Long exposures of the first two years"),
    ),
    upstream_rows=101_971,
    upstream_source="MAST's own facet counts bundled with astroquery, 2017",
    acknowledgement=(
        "Based on observations made with the International Ultraviolet Explorer, obtained from the Mikulski Archive "
        "for Space Telescopes at the Space Telescope Science Institute."
    ),
    no_rows_because=(
        "No freely licensed package was found that lists IUE's 101,971 spectra, so none ship with this site."
    ),
)
