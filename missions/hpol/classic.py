"""HPOL in the classic services."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="hpol",
            mission_word="hpol",
            title="HPOL Search",
            columns=(
                "data_id",
                "object_name",
                "ra",
                "dec",
                "observation_date",
                "exposure_length",
                "position_angle",
                "category",
                "ang_sep",
            ),
            names={
                "hpol_data_id": "data_id",
                "hpol_target_name": "object_name",
                "hpol_ra2000": "ra",
                "hpol_dec2000": "dec",
                "hpol_obs_start_time": "observation_date",
                "hpol_exp_time": "exposure_length",
                "hpol_posangle": "position_angle",
                "hpol_category": "category",
            },
            labels={"object_name": "Target Name", "observation_date": "Obs Start Time"},
            types={"data_id": "lstring", "object_name": "ustring"},
            not_here=("hpol_type", "hpol_sptype", "hpol_observatory", "hpol_ref", "hpol_wuppe"),
        ),
    ),
    cross_correlation={"HPOL": ""},
    spectra={"HPOL": ""},
)
