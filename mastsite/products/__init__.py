"""Files of data sets: what there is of each, where it is, and how to get it."""
