"""IUE in the classic services; its type line began with an upper-cased string."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="iue",
            mission_word="iue",
            title="IUE Search",
            names={"iue_ra2000": "ra", "iue_dec2000": "dec"},
            types={"iue_data_id": "ustring"},
        ),
    ),
    cross_correlation={"IUE": ""},
    spectra={"IUE": ""},
)
