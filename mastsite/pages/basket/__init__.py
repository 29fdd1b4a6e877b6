"""The basket: rows of several missions, their files, and every kind of download of them.

`asked` reads a request, `contents` finds rows and files, `page`, `change` and `files` answer.
"""
