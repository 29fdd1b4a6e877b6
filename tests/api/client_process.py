"""A process with one release of astroquery, pointed at a server by its own configuration file; asked over a pipe.

A release reads its configuration when it is imported, and only one can be imported: hence a process for each.
"""

from __future__ import annotations

import os
import pickle
import sys
import warnings
from typing import Any


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the client prints is no answer
    from astroquery.mast import MastMissionsClass

    clients: dict[str, Any] = {}
    while True:
        try:
            mission, method, arguments, keywords = pickle.load(sys.stdin.buffer)  # noqa: S301  (our own test's)
        except EOFError:
            return
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            try:
                if mission not in clients:
                    clients[mission] = MastMissionsClass(mission=mission)
                value, error = getattr(clients[mission], method)(*arguments, **keywords), None
            except Exception as raised:
                value, error = None, (type(raised).__name__, str(raised))
        said = [(warning.category.__name__, str(warning.message)) for warning in told]
        pickle.dump((value, error, said), answers)
        answers.flush()


if __name__ == "__main__":
    main()
