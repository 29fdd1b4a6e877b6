"""VLA FIRST in the common observation model."""

from mastsite.search.declare import Fixed, Mjd, Observations

caom = Observations(
    fields={
        "intentType": Fixed("science"),
        "obs_collection": Fixed("VLA-FIRST"),
        "wavelength_region": Fixed("RADIO"),
        "dataproduct_type": Fixed("image"),
        "t_min": Mjd("start_time"),
    },
)
