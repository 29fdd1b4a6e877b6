"""FUSE in the common observation model."""

from mastsite.search.declare import Fixed, From, Mjd, Observations

caom = Observations(
    fields={
        "intentType": Fixed("science"),
        "obs_collection": Fixed("FUSE"),
        "instrument_name": Fixed("FUV"),
        "project": Fixed("FUSE"),
        "wavelength_region": Fixed("UV"),
        "dataproduct_type": Fixed("spectrum"),
        "t_min": Mjd("fes_start_time"),
        "t_exptime": From("fes_exptime"),
        # 905 to 1187 ångström, as the mission's own description has it.
        "em_min": Fixed(90.5),
        "em_max": Fixed(118.7),
    },
)
