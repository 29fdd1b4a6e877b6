"""To add one more file format, add one file to this folder, with a function from a `Result` to chunks of bytes
under the decorator ``@writer(name, label=..., media_type=..., extension=..., description=...)``.
Nothing is listed anywhere: the files are found, and ``tests/test_every_writer.py`` tests what they register.

Public: `WRITERS`, `Writer`, `ExportError`, `writer_for`, `writer_for_accept`.

What holds for every writer:

- A file says where it is from: the search in a sentence, mission, address, time, holdings, count and messages
  (`provenance`), and how many rows it holds and whether that is all. That is known only after the rows, so it stands
  after them, or the rows wait in a temporary file until it is known.
- Values are those of the columns' kinds: a whole number stays whole, a float keeps every digit, nothing stays nothing.
  A cell that does not fit its column stops the file with a sentence naming both; it is never bent to fit.
- Memory does not grow with the number of rows.
"""

from importlib import import_module
from pkgutil import iter_modules

from mastsite.exports.accept import writer_for, writer_for_accept
from mastsite.exports.registry import WRITERS, ExportError, Writer

__all__ = ["WRITERS", "ExportError", "Writer", "writer_for", "writer_for_accept"]

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)
