"""What a mission declares: frozen data, and nothing that runs. A mission's folder needs only this package.

`mission` has the mission and its columns, which every mission has. The others are files a mission may have beside
``mission.py``, each read by one room of the site: `classic` (its past in the old services).
"""

from mastsite.search.declare.classic import Classic, ClassicForm
from mastsite.search.declare.mission import (
    COMPUTED,
    KINDS,
    SEARCH_COLUMNS,
    SEARCH_KEY,
    SEARCH_POSITION,
    SECTIONS,
    SEPARATION,
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

__all__ = [
    "COMPUTED",
    "KINDS",
    "SEARCH_COLUMNS",
    "SEARCH_KEY",
    "SEARCH_POSITION",
    "SECTIONS",
    "SEPARATION",
    "Choice",
    "Classic",
    "ClassicForm",
    "Column",
    "DeclarationError",
    "Kind",
    "Mission",
    "Package",
    "Rows",
    "Section",
    "package_members",
    "read_columns",
    "read_table",
]
