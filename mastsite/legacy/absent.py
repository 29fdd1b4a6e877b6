"""Old forms of no mission here: what each searched, and what is nearest. Those of a mission stand in its ``classic.py``.

To add one more: a line in `_TABLE`.
"""

from __future__ import annotations

from mastsite.search.declare import ClassicForm

_TABLE: tuple[tuple[str, str, str, str, str], ...] = (
    ("hlsp", "HLSP Search", "the community's High-Level Science Products", "the missions they were made from", "/"),
    ("stpr", "Press Release Search", "the press releases with their images", "the missions themselves", "/"),
    ("spec_class", "Spectral Class Search", "objects of several missions by spectral class", "the missions themselves", "/"),
    ("hstonline", "HST Online Data Search", "the Hubble files kept online", "the missions themselves", "/"),
    ("sidarchive", "Spectral Image Database Search", "the spectral image database", "the missions themselves", "/"),
    ("eidol", "EIDOL Search", "the table “eidol”", "the missions themselves", "/"),
    ("vizier", "VizieR Search", "catalogues of VizieR, which the CDS in Strasbourg holds", "the missions' own tables", "/"),
    ("scrapbook", "Spectral and Image Scrapbook", "the scrapbook of chosen spectra and images", "the missions themselves", "/"),
)  # fmt: skip
"""Path, title, the table that was searched, what is nearest here, its address."""

NOT_HELD = tuple(
    ClassicForm(
        path=path,
        mission_word=path.rpartition("/")[2],
        title=title,
        not_held=f"This address searched {table}: a table that is not held here. The nearest here are {nearest}.",
        nearest=address,
    )
    for path, title, table, nearest, address in _TABLE
)
