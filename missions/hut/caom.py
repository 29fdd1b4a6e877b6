"""HUT in the common observation model."""

from mastsite.search.declare import Fixed, From, Observations

caom = Observations(
    fields={
        "intentType": Fixed("science"),
        "obs_collection": Fixed("HUT"),
        "instrument_name": Fixed("HUT"),
        "target_classification": From("hut_category"),
        "wavelength_region": Fixed("UV"),
        "dataproduct_type": Fixed("spectrum"),
        "t_exptime": From("hut_exp_time"),
    },
)
