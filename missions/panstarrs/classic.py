"""Pan-STARRS in the classic services; its columns were spelt in any case."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="panstarrs",
            mission_word="panstarrs",
            title="Pan-STARRS1 Search",
        ),
        ClassicForm(
            path="panstarrs/stackobject",
            mission_word="ps1_stackobject",
            title="Pan-STARRS1 Stack Object Search",
            not_held=(
                "This address searched the stack objects of Pan-STARRS1, a table that is not held here. "
                "The nearest here are its mean objects."
            ),
        ),
    ),
)
