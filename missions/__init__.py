"""The missions: one folder each, found by its ``mission.py``."""
