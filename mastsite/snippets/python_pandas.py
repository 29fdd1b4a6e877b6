"""A search as Python with pandas."""

from __future__ import annotations

from mastsite.search.query import Query
from mastsite.snippets.address import file_address, one_line, whole
from mastsite.snippets.registry import language


@language(
    "python_pandas", label="Python, pandas", syntax="python", order=70, ending="py",
    note="Text columns stay text, so that 0012 is not read as 12 and a target called NONE is not read as nothing.",
)  # fmt: skip
def spell_pandas(query: Query, base_url: str) -> str:
    query = whole(query)
    pairs = "".join(f"    ({name!r}, {value!r}),\n" for name, value in query.params())
    parameters = f"[\n{pairs}]" if pairs else "[]"
    texts = [column.name for column in query.output if column.is_text or column.kind == "datetime"]
    return f"""\
# {one_line(query.describe())}
from urllib.parse import urlencode

import pandas

address = {file_address(query, base_url)!r}
parameters = {parameters}
text = {texts!r}

rows = pandas.read_csv(
    f"{{address}}?{{urlencode(parameters)}}",
    comment="#",
    dtype=dict.fromkeys(text, "string"),
    dtype_backend="numpy_nullable",
    keep_default_na=False,
    na_values=[""],
)
print(rows)"""
