"""Lists of targets: the form that takes them, the work on them, and their statuses and tables.

`wishes` reads what is asked, `looking` turns words into places, `finding` searches, `work` does it line by line and can go
on where it was stopped, `store` keeps what came of it, `table` makes results of that for every writer, `page` and `answer` show it.
"""
