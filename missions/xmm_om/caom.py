"""XMM-Newton's Optical Monitor in the common observation model."""

from mastsite.search.declare import Fixed, From, Mjd, Observations

caom = Observations(
    fields={
        "intentType": Fixed("science"),
        "obs_collection": Fixed("XMM-OM"),
        "filters": From("filter"),
        "dataproduct_type": Fixed("image"),
        "t_min": Mjd("start_time"),
        "t_exptime": From("exp_time"),
    },
)
