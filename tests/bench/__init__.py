"""``make bench``: every figure a ratio inside one run, written into docs/benchmarks.md by the command itself.

To add one more part: a module with ``prepare(options)`` (what is made once) and ``run(options) -> str`` (the Markdown of its section), a line in `parts.PARTS`, and a
pair of marks in docs/benchmarks.md (``<!-- bench NAME -->``). Nothing here is a test and no test is timed.
"""
