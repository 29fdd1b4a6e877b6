"""From an object's name to its position: the bundled catalogues first, remote resolvers where those are silent.

``resolve(name)`` is all that a door needs; ``CHOICES`` and ``choice`` are for its form; ``set_target_lookup`` is for
whoever wires the engine's target names in. `RESOLVERS` holds every resolver.

To add one more resolver: write its module into this package, as `mastsite.resolver.registry` says; nothing lists it.
"""

from mastsite.network.fetch import Unavailable
from mastsite.resolver.answer import Answer, Finding, Resolution
from mastsite.resolver.registry import RESOLVERS, Resolver, discover

discover()

from mastsite.resolver.choices import CHOICES, COMPARE, choice, known_choice  # noqa: E402  (they read the registry)
from mastsite.resolver.holdings import TargetLookup, set_target_lookup  # noqa: E402
from mastsite.resolver.lookup import resolve  # noqa: E402

__all__ = [
    "CHOICES",
    "COMPARE",
    "RESOLVERS",
    "Answer",
    "Finding",
    "Resolution",
    "Resolver",
    "TargetLookup",
    "Unavailable",
    "choice",
    "discover",
    "known_choice",
    "resolve",
    "set_target_lookup",
]
