"""Asking other archives: what every question to another machine has in common."""
