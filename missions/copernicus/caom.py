"""Copernicus in the common observation model."""

from mastsite.search.declare import Fixed, From, Mjd, Observations

caom = Observations(
    fields={
        "intentType": Fixed("science"),
        "obs_collection": Fixed("Copernicus"),
        "instrument_name": From("detector"),
        "wavelength_region": Fixed("UV"),
        "dataproduct_type": Fixed("spectrum"),
        "t_min": Mjd("start_time"),
    },
)
