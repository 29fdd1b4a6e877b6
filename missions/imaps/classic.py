"""IMAPS in the classic services."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="imaps",
            mission_word="imaps",
            title="IMAPS Search",
        ),
    ),
    cross_correlation={"IMAPS": ""},
)
