"""What a mission declares: frozen data, and nothing that runs. A mission's folder needs only this package.

`mission` has the mission and its columns, which every mission has. The others are files a mission may have beside
``mission.py``, each read by one room of the site: `classic` (its past in the old services),
`observations` (its rows in the archive's common model), `products` (the files of its rows),
`tasks` (what people are asked to do with its pages in a usability round).
"""

from mastsite.search.declare.classic import Classic, ClassicForm, Pointings, TickBoxes
from mastsite.search.declare.mission import (
    COMPUTED,
    EDGE_SEPARATION,
    KINDS,
    SEARCH_COLUMNS,
    SEARCH_KEY,
    SEARCH_POSITION,
    SECTIONS,
    SEPARATION,
    SEPARATIONS,
    Choice,
    Column,
    DeclarationError,
    Kind,
    Mission,
    Package,
    Rows,
    Section,
    package_members,
    read_columns,
    read_table,
)
from mastsite.search.declare.observations import Fixed, From, Mjd, Observations, Plane, Prefixed, Scaled, Source, Worded
from mastsite.search.declare.outline import Outline
from mastsite.search.declare.products import PRODUCT_TYPES, FilePackage, Product, Products, Upstream
from mastsite.search.declare.tasks import PARTS, Part, Task

__all__ = [
    "COMPUTED",
    "EDGE_SEPARATION",
    "KINDS",
    "PARTS",
    "PRODUCT_TYPES",
    "SEARCH_COLUMNS",
    "SEARCH_KEY",
    "SEARCH_POSITION",
    "SECTIONS",
    "SEPARATION",
    "SEPARATIONS",
    "Choice",
    "Classic",
    "ClassicForm",
    "Column",
    "DeclarationError",
    "FilePackage",
    "Fixed",
    "From",
    "Kind",
    "Mission",
    "Mjd",
    "Observations",
    "Outline",
    "Package",
    "Part",
    "Plane",
    "Pointings",
    "Prefixed",
    "Product",
    "Products",
    "Rows",
    "Scaled",
    "Section",
    "Source",
    "Task",
    "TickBoxes",
    "Upstream",
    "Worded",
    "package_members",
    "read_columns",
    "read_table",
]
