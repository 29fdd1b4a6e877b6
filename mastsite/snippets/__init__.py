"""A search as code in other languages, so that what was clicked together can be run again.

To add one more language: make a file in this folder with a function from a query and the site's address to a
`Snippet` or to its code, under the decorator ``@language(name, label=..., ...)``.
Nothing is listed anywhere; ``tests/test_every_snippet.py`` runs what it writes against a server.
"""

from importlib import import_module
from pkgutil import iter_modules

from mastsite.snippets.registry import SNIPPETS, Language, Snippet, write_all

__all__ = ["SNIPPETS", "Language", "Snippet", "write_all"]

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)
