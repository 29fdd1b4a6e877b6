"""K2: its targets, campaign by campaign, under the names of the classic EPIC and data searches."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="k2",
    name="K2, the second mission of Kepler",
    short_name="K2",
    rows_are="targets",
    row_is="target",
    description=(
        "Targets of K2 along the ecliptic: one row for each target of each of the campaigns 0 to 14, with the "
        "investigations that asked for it. Pieces of moving objects and crowded fields are targets too and have "
        "no position here."
    ),
    section="time series",
    waveband="optical",
    years="2014 to 2018",
    columns=read_columns(__file__),
    groups={"target": "Target", "campaign": "Campaign and investigation"},
    id_column="epic_campaign",
    ra_column="k2_ra",
    dec_column="k2_dec",
    default_sort=("sci_campaign", "id"),
    default_radius_arcmin=0.02,
    facets=("sci_campaign", "ktc_investigation_id"),
    folder=Path(__file__).parent,
    examples=(
        ("target=m+67&radius=15", "Targets within 15 arcminutes of the cluster M 67"),
        ("id=201367065", "EPIC 201367065, also called K2-3"),
        ("kp=8..9&sci_campaign=5", "Stars of magnitude 8 to 9 in campaign 5"),
        ("ktc_investigation_id=_SC", "Targets in short cadence"),
    ),
    upstream_rows=877_947,
    upstream_source="MAST's own facet counts bundled with astroquery, 2017; they count observations, not targets",
    acknowledgement=(
        "This paper includes data collected by the K2 mission, funded by the NASA Science Mission Directorate and "
        "obtained from the Mikulski Archive for Space Telescopes at the Space Telescope Science Institute."
    ),
)
