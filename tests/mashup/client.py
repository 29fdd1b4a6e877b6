"""A program that runs the unmodified client against a server of ours, in a process of its own.

Its configuration file says where the server is, before the client is imported. The resolver's address is a literal in
the client, so requests to it are turned here: that is the only patch. Expressions come in as JSON by name, and what each
gave goes out: a table as its columns, anything else as text, an error as its class and words.
"""

from __future__ import annotations

import json
import sys
import traceback
import warnings
from typing import Any


def main(address: str) -> None:
    import astroquery
    import numpy as np
    from astropy import units as u
    from astropy.table import Table
    from astroquery.mast import Catalogs, Mast, Observations, utils

    simple_request = utils._simple_request

    def turned(url: str, params: Any = None) -> Any:
        for host in ("http://mastresolver.stsci.edu", "https://mast.stsci.edu"):
            url = url.replace(host, address)
        return simple_request(url, params)

    utils._simple_request = turned
    names = {"Observations": Observations, "Mast": Mast, "Catalogs": Catalogs, "utils": utils, "u": u, "np": np}

    def plain(value: Any) -> Any:
        if isinstance(value, Table):
            kinds = {name: value[name].dtype.kind for name in value.colnames}
            return {"kinds": kinds, "columns": {name: value[name].tolist() for name in value.colnames}}
        if isinstance(value, np.generic):
            return value.item()
        return value if isinstance(value, int | float | list | dict | str) else str(value)

    def run(expression: str) -> dict[str, Any]:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                found = {"value": plain(eval(expression, dict(names)))}
            except Exception as error:
                found = {"error": type(error).__name__, "words": str(error), "trace": traceback.format_exc()}
        return {**found, "warnings": [type(item.message).__name__ for item in caught]}

    answers = {name: run(expression) for name, expression in json.load(sys.stdin).items()}
    json.dump({"version": astroquery.__version__, "answers": answers}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
