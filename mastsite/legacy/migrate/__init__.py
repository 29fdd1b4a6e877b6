"""Finding a script's calls of the classic addresses, what each asks, its new address, and whether both give the same rows.

`finder.find` reads a script or an address (in `python`, `shell` or `plain`) into `Call` objects; `translation` makes the
queries of a call, `proof` runs both sides, `rewriting` writes the script anew, `page` shows it. Nothing of a script is run.
"""
