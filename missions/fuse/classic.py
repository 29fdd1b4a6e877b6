"""FUSE in the classic services: observations, and their exposures."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="fuse",
            mission_word="fuse",
            title="FUSE Search",
        ),
        ClassicForm(
            path="fuse/exposure",
            mission_word="exposure",
            title="FUSE Exposure Search",
            not_held=(
                "This address searched the single exposures of FUSE, a table that is not held here. The nearest here "
                "are its observations."
            ),
        ),
    ),
    cross_correlation={"FUSE": ""},
    spectra={"FUSE": ""},
)
