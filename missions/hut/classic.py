"""HUT in the classic services."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="hut",
            mission_word="hut",
            title="HUT Search",
            names={"hut_ra2000": "ra", "hut_dec2000": "dec"},
        ),
    ),
    cross_correlation={"HUT": ""},
    spectra={"HUT": ""},
)
