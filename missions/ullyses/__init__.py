"""The ULLYSES library of young stars."""
