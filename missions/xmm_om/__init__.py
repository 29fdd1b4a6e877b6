"""The Optical Monitor of XMM-Newton."""
