"""A search kept: as a link with a signature, a feed of new rows, a receipt, and the proof that every door agrees."""
