"""WUPPE in the common observation model."""

from mastsite.search.declare import Fixed, From, Mjd, Observations

caom = Observations(
    fields={
        "intentType": Fixed("science"),
        "obs_collection": Fixed("WUPPE"),
        "target_classification": From("category"),
        "wavelength_region": Fixed("UV"),
        "dataproduct_type": Fixed("spectrum"),
        "t_min": Mjd("observation_date"),
        "t_exptime": From("exposure_length"),
    },
)
