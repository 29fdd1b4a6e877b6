"""The HPOL spectropolarimeter at Pine Bluff Observatory."""
