"""Full-frame images of K2."""
