"""What readers say of any page: a short form without account or script, kept with the search it is about, for the operator.

`link` makes the address that the foot of every page leads to; `about` reads which page is meant; `form` and `stamps`
say what is taken; `keeping` keeps it within bounds; `models` alone knows the database. Of the reader nothing is kept
but what they typed.
"""
