"""IMAPS in the common observation model."""

from mastsite.search.declare import Fixed, From, Mjd, Observations

caom = Observations(
    fields={
        "intentType": Fixed("science"),
        "obs_collection": Fixed("IMAPS"),
        "instrument_name": Fixed("IMAPS"),
        "target_classification": From("imaps_category"),
        "wavelength_region": Fixed("UV"),
        "dataproduct_type": Fixed("spectrum"),
        "t_min": Mjd("imaps_obs_start_time"),
    },
)
