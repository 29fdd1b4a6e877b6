"""VLA-FIRST in the classic services, whose forms had a radius of 20 arcminutes."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="vlafirst",
            mission_word="vlafirst",
            title="VLA-FIRST Search",
            radius_arcmin=20.0,
        ),
    ),
    cross_correlation={"VLAFIRST": ""},
    images={"VLA-FIRST": ""},
)
