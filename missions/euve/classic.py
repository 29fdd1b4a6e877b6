"""EUVE in the classic services."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="euve",
            mission_word="euve",
            title="EUVE Search",
            names={"euve_ra2000": "ra", "euve_dec2000": "dec"},
        ),
    ),
    cross_correlation={"EUVE": ""},
    spectra={"EUVE": ""},
)
