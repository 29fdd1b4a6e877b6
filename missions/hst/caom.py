"""Hubble in the common observation model."""

from mastsite.search.declare import Fixed, From, Mjd, Observations, Scaled, Worded

caom = Observations(
    fields={
        "intentType": Worded("sci_aec", {"S": "science", "C": "calibration"}),
        "obs_collection": Fixed("HST"),
        "instrument_name": From("sci_instrument_config"),
        "project": Fixed("HST"),
        "filters": From("sci_spec_1234"),
        # Only of instruments that see one region.
        "wavelength_region": Worded("sci_instrume", {"COS": "UV", "HRS": "UV", "NICMOS": "INFRARED"}),
        "target_classification": From("sci_target_descrip"),
        "proposal_id": From("sci_pep_id"),
        "proposal_pi": From("sci_pi_last_name"),
        "dataproduct_type": Worded("sci_obs_type", {"IMAGE": "image", "SPECTRUM": "spectrum"}),
        "t_min": Mjd("sci_start_time"),
        "t_max": Mjd("sci_stop_time"),
        "t_obs_release": Mjd("sci_release_date"),
        "t_exptime": From("sci_actual_duration"),
        "em_min": Scaled("sci_spectrum_start", 0.1),
        "em_max": Scaled("sci_spectrum_end", 0.1),
        "dataRights": From("sci_status"),
        "mtFlag": Worded("sci_mtflag", {"T": "true", "F": "false"}),
    },
)
