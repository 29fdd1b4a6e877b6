"""BEFS in the classic services; its column names had the prefix of its sisters (hut_, hpol_)."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="befs",
            mission_word="befs",
            title="BEFS Search",
            names={
                "befs_data_id": "data_id",
                "befs_target_name": "target_name",
                "befs_ra2000": "ra",
                "befs_dec2000": "dec",
                "befs_obs_start_time": "start_time",
                "befs_exp_time": "exp_time",
            },
        ),
    ),
    cross_correlation={"BEFS": ""},
    spectra={"BEFS": ""},
)
