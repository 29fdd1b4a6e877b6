"""The tests; they mirror `mastsite`, and `test_every_*.py` run over the registries."""
