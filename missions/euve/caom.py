"""EUVE in the common observation model."""

from mastsite.search.declare import Fixed, From, Mjd, Observations

caom = Observations(
    fields={
        "intentType": Fixed("science"),
        "obs_collection": Fixed("EUVE"),
        "project": Fixed("EUVE"),
        "wavelength_region": Fixed("EUV"),
        "dataproduct_type": Fixed("spectrum"),
        "t_min": Mjd("euve_start_time"),
        "t_exptime": From("euve_exp_time"),
    },
)
