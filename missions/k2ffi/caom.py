"""K2's full-frame images in the common observation model: a line for each channel."""

from mastsite.search.declare import Fixed, From, Mjd, Observations

caom = Observations(
    fields={
        "obs_collection": Fixed("K2FFI"),
        "instrument_name": Fixed("Kepler"),
        "project": Fixed("K2"),
        "wavelength_region": Fixed("OPTICAL"),
        "sequence_number": From("sci_campaign"),
        "dataproduct_type": Fixed("image"),
        "calib_level": Fixed(2),
        "t_min": Mjd("file_time"),
        "s_region": From("s_region"),
    },
)
