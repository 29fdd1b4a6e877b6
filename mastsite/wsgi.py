"""The WSGI application that a server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mastsite.settings")
application = get_wsgi_application()


def _warm_up() -> None:
    """Load what the first visitor would wait for: the addresses with their API documents, the bundled catalogues."""
    from django.urls import get_resolver

    from mastsite.resolver import resolve

    _ = get_resolver().url_patterns
    resolve("M 1", resolver="bundled")


_warm_up()
