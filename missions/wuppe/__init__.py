"""The Wisconsin Ultraviolet Photo-Polarimeter Experiment."""
