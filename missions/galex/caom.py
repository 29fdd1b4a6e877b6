"""GALEX in the common observation model: a visit is a line for each band that it exposed, as the archive has it."""

from mastsite.search.declare import Fixed, From, Mjd, Observations, Plane

caom = Observations(
    fields={
        "intentType": Fixed("science"),
        "obs_collection": Fixed("GALEX"),
        "instrument_name": Fixed("GALEX"),
        "project": From("survey"),
        "wavelength_region": Fixed("UV"),
        "dataproduct_type": Fixed("image"),
        "calib_level": Fixed(2),
        "t_min": Mjd("PhotoObsDate"),
        "t_max": Mjd("maxPhotoObsDate"),
    },
    # The limits of the bands are those of the archive's own records.
    planes=(
        Plane(
            {"filters": Fixed("NUV"), "t_exptime": From("nexptime"), "em_min": Fixed(169.3), "em_max": Fixed(300.7)},
            where={"nexptime": ">0"},
        ),
        Plane(
            {"filters": Fixed("FUV"), "t_exptime": From("fexptime"), "em_min": Fixed(134.0), "em_max": Fixed(180.6)},
            where={"fexptime": ">0"},
        ),
    ),
)
