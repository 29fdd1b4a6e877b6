"""Roman in the common observation model."""

from mastsite.search.declare import Fixed, From, Mjd, Observations

caom = Observations(
    fields={
        "obs_collection": Fixed("ROMAN"),
        "instrument_name": From("instrument_name"),
        "filters": From("optical_element"),
        "proposal_id": From("program"),
        "proposal_pi": From("investigator_name"),
        "proposal_type": From("program_category"),
        "obs_title": From("program_title"),
        "t_min": Mjd("exposure_start_time"),
        "t_max": Mjd("exposure_end_time"),
        "t_exptime": From("exposure_time"),
        "s_region": From("s_region"),
    },
)
