"""K2's full-frame images in the classic services."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="k2/ffi",
            mission_word="k2_ffi",
            title="K2 Full Frame Image Search",
            radius_arcmin=50.0,
        ),
    ),
)
