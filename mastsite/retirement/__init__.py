"""The life of an old page: announced, deprecated, last call, sunset, archived, from one record.

A `Record` says what retires, when, why and what replaces it; its state is a function of the date. From it come the
notice, the HTTP headers, the redirect or the 410, the timeline, the feeds, the mail text and the counters.

An app of its own: it imports nothing of the site around it. What retires is handed in by the callables that
``RETIREMENT["sources"]`` names; docs/retirement.md shows it in another Django site.
"""

from mastsite.retirement.record import (
    Brownout,
    Carried,
    DateChange,
    Dates,
    Dropped,
    Example,
    ExitRule,
    FieldChange,
    Link,
    Question,
    Record,
)

__all__ = [
    "Brownout",
    "Carried",
    "DateChange",
    "Dates",
    "Dropped",
    "Example",
    "ExitRule",
    "FieldChange",
    "Link",
    "Question",
    "Record",
]
