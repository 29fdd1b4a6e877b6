"""TESS in the common observation model, under the names that its full-frame images have there."""

from mastsite.search.declare import Fixed, From, Mjd, Observations, Worded

caom = Observations(
    fields={
        "intentType": Fixed("science"),
        "obs_collection": From("obs_collection"),
        "provenance_name": From("provenance_name"),
        "instrument_name": Fixed("Photometer"),
        "project": Fixed("TESS"),
        "filters": Fixed("TESS"),
        "wavelength_region": Fixed("OPTICAL"),
        # Clients know images of whole fields by these names, and do not fetch their files unasked.
        "target_name": Worded("obs_collection", {"TESS": "TESS FFI", "HLSP": "TICA FFI"}),
        "sequence_number": From("sequence_number"),
        "dataproduct_type": Fixed("image"),
        "t_min": Mjd("start"),
        "t_max": Mjd("stop"),
        # The bandpass of its detectors: Ricker et al. 2015, JATIS 1, 014003.
        "em_min": Fixed(600.0),
        "em_max": Fixed(1000.0),
        "s_region": From("s_region"),
        "dataURL": From("dataURL"),
    },
)
