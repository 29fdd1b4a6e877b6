"""Settings of a server whose pages have one planted defect; tests/a11y/planted.py."""

from mastsite.settings import *  # noqa: F403
from mastsite.settings import MIDDLEWARE

MIDDLEWARE = [*MIDDLEWARE, "tests.a11y.planted.middleware"]
