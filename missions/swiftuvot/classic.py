"""Swift UVOT in the classic services."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="swiftuvot",
            mission_word="swiftuvot",
            title="Swift UVOT Search",
        ),
    ),
    cross_correlation={"SWIFTUVOT": ""},
)
