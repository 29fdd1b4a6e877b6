"""XMM-OM in the classic services."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="xmm-om",
            mission_word="xmm-om",
            title="XMM-OM Search",
        ),
    ),
    cross_correlation={"XMM-OM": ""},
)
