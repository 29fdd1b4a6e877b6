"""Kepler's confirmed planets in the common observation model: a row is a planet, and its target is its star."""

from mastsite.search.declare import Fixed, Observations

caom = Observations(
    fields={"obs_collection": Fixed("Kepler"), "project": Fixed("Kepler"), "wavelength_region": Fixed("OPTICAL")},
)
