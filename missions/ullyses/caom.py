"""ULLYSES in the common observation model: a community product of Hubble, whose rows are its targets."""

from mastsite.search.declare import Fixed, From, Observations

caom = Observations(
    fields={
        "intentType": Fixed("science"),
        "obs_collection": Fixed("HLSP"),
        "provenance_name": Fixed("ULLYSES"),
        "instrument_name": From("instrument"),
        "project": Fixed("ULLYSES"),
        "filters": From("grating"),
        "target_classification": From("target_classification"),
        "dataproduct_type": Fixed("spectrum"),
    },
)
