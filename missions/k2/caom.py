"""K2 in the common observation model: a target in a campaign is one light curve."""

from mastsite.search.declare import Fixed, From, Observations, Prefixed

caom = Observations(
    fields={
        "intentType": Fixed("science"),
        "obs_collection": Fixed("K2"),
        "instrument_name": Fixed("Kepler"),
        "project": Fixed("K2"),
        "wavelength_region": Fixed("OPTICAL"),
        "target_name": Prefixed("ktwo", "id", 9),
        "proposal_id": From("ktc_investigation_id"),
        "sequence_number": From("sci_campaign"),
        "dataproduct_type": Fixed("timeseries"),
    },
)
