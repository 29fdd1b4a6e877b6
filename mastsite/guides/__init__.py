"""Guides: the tour of the form, a tutorial for each mission, and what is known of how usable and accessible the site is."""
