"""Rules that every page keeps, in every look: axe-core, the Nu Html Checker, and what a browser measures."""
