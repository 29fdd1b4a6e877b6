"""The classic addresses: ``/<path>/search.php`` and the old tools beside it, answered by the one engine.

A request is read (`reading`, by the table in `parameters`) into an `Asked`: one `Query` for each target, and how the
classic page would have written the answer. `shapes` writes it. Nothing outside this folder imports it but ``urls.py``.
"""
