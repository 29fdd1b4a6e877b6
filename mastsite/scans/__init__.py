"""Beyond one machine: holdings as HATS collections, and full-table scans and cross-matches of them through LSDB on Dask.

`collection` writes a mission's rows as a collection, `margins` what its cross-matches need beyond each partition, `meeting` turns
criteria into masks over Arrow columns, `cluster` finds the workers, `scanning` and `matching` are kinds of background
jobs whose files are of the site's own writers. The libraries are optional: requirements-scale.txt. docs/jobs.md, docs/scaling.md.
"""
