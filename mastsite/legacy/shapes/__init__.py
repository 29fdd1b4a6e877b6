"""Every shape of a classic answer, and the two ways to answer in one.

To add one more shape: a module here, and its name in the imports below; its place in menus is in `MENU`, or last.
"""

from mastsite.legacy.shapes import excel, jsons, page, text, votable
from mastsite.legacy.shapes.answering import answer, refuse
from mastsite.legacy.shapes.registry import PAGE, SHAPES, Reply, Shape, find, shape

__all__ = [
    "PAGE",
    "SHAPES",
    "Reply",
    "Shape",
    "answer",
    "excel",
    "find",
    "jsons",
    "page",
    "refuse",
    "shape",
    "text",
    "votable",
]

MENU = (PAGE, "VOTable", "CSV", "SSV", "PSV", "COSV", "TSV", "JSON", "Excel_Spreadsheet")

_first = {name: SHAPES.pop(name) for name in MENU}
_last = dict(SHAPES)
SHAPES.clear()
SHAPES.update(_first | _last)
