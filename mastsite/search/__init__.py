"""Ring 1, the search core: declarations, criteria, positions, the sky index, queries and the engine.

It knows no mission by name and imports nothing of the project outside itself.
"""
