"""WUPPE in the classic services; its column names had the prefix of its sisters (hut_, hpol_)."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="wuppe",
            mission_word="wuppe",
            title="WUPPE Search",
            names={
                "wuppe_data_id": "data_id",
                "wuppe_target_name": "object_name",
                "wuppe_ra2000": "ra",
                "wuppe_dec2000": "dec",
                "wuppe_obs_start_time": "observation_date",
                "wuppe_exp_time": "exposure_length",
                "wuppe_posangle": "position_angle",
                "wuppe_category": "category",
            },
        ),
    ),
    cross_correlation={"WUPPE": ""},
    spectra={"WUPPE": ""},
)
