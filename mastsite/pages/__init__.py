"""The pages: a door for people. Addresses are read into a `Query`, the engine answers, templates show plain data.

Every page works without scripts; htmx only spares reloading what did not change.
"""
