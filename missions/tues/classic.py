"""TUES in the classic services; its column names had the prefix of its sisters (hut_, hpol_)."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="tues",
            mission_word="tues",
            title="TUES Search",
            names={
                "tues_data_id": "data_id",
                "tues_target_name": "target_name",
                "tues_ra2000": "ra",
                "tues_dec2000": "dec",
                "tues_obs_start_time": "start_time",
                "tues_exp_time": "exp_time",
            },
        ),
    ),
    cross_correlation={"TUES": ""},
    spectra={"TUES": ""},
)
