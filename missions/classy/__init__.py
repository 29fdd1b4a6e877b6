"""The COS Legacy Archive Spectroscopic Survey."""
