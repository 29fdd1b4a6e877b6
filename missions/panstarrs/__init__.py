"""Pan-STARRS 1, mean objects."""
