"""Copernicus in the classic services: raw scans, and coadded ones."""

from mastsite.search.declare import Classic, ClassicForm

classic = Classic(
    forms=(
        ClassicForm(
            path="copernicus",
            mission_word="copernicus",
            title="Copernicus Raw Scans Search",
        ),
        ClassicForm(
            path="copernicus/coadd",
            mission_word="copernicus_coadd",
            title="Copernicus Coadded Scans Search",
            not_held=(
                "This address searched the coadded scans of Copernicus, a table that is not held here. "
                "The nearest here are its raw scans."
            ),
        ),
    ),
    cross_correlation={"COPERNICUS": ""},
)
