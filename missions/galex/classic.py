"""GALEX in the classic services; its own site was another system, and this address led to it."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="galex",
            mission_word="galex",
            title="GALEX Search",
            radius_arcmin=36.0,
        ),
    ),
    cross_correlation={"GALEX": ""},
)
