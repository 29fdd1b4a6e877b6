"""BEFS in the common observation model."""

from mastsite.search.declare import Fixed, From, Mjd, Observations

caom = Observations(
    fields={
        "intentType": Fixed("science"),
        "obs_collection": Fixed("BEFS"),
        "instrument_name": Fixed("BEFS"),
        "wavelength_region": Fixed("UV"),
        "dataproduct_type": Fixed("spectrum"),
        "t_min": Mjd("start_time"),
        "t_exptime": From("exp_time"),
    },
)
