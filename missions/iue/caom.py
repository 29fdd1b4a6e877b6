"""IUE in the common observation model; its instruments are its four cameras."""

from mastsite.search.declare import Fixed, From, Mjd, Observations, Worded

caom = Observations(
    fields={
        "obs_collection": Fixed("IUE"),
        "instrument_name": Worded("iue_cam_no", {"1": "LWP", "2": "LWR", "3": "SWP", "4": "SWR"}),
        "wavelength_region": Fixed("UV"),
        "proposal_id": From("iue_program_id"),
        "dataproduct_type": Fixed("spectrum"),
        "t_min": Mjd("iue_obs_start_time"),
        "t_exptime": From("iue_com_exp_time"),
    },
)
