"""CLASSY in the common observation model."""

from mastsite.search.declare import Fixed, Observations

caom = Observations(
    fields={
        "intentType": Fixed("science"),
        "obs_collection": Fixed("HLSP"),
        "project": Fixed("CLASSY"),
        "provenance_name": Fixed("CLASSY"),
        "wavelength_region": Fixed("UV"),
        "dataproduct_type": Fixed("spectrum"),
    },
)
