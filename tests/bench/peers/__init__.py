"""Other servers of the same rows, for comparison over real HTTP."""
