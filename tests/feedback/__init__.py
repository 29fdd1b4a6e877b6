"""Feedback of readers: what is taken, what is refused, what the operator sees."""
