"""UIT in the classic services; its column names had the prefix of its sisters (hut_, hpol_)."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="uit",
            mission_word="uit",
            title="UIT Search",
            names={
                "uit_data_id": "data_id",
                "uit_target_name": "target_name",
                "uit_ra2000": "ra",
                "uit_dec2000": "dec",
                "uit_obs_start_time": "start_time",
                "uit_exp_time": "exp_time",
                "uit_filter": "filter",
            },
        ),
    ),
    cross_correlation={"UIT": ""},
    images={"UIT": ""},
)
