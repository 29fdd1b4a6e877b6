"""Background jobs without an account: what takes too long for a page is done beside the site, at an address of its own.

`kinds` is the registry of what can be done, `asking` takes a job on within bounds, `runner` does it in a process of its
own, `models` alone knows the database. Of whoever asks nothing is kept: the address of a job is the only key to it.
docs/jobs.md and docs/decisions/0015-jobs-and-scans.md have the reasons.
"""
