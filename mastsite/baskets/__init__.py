"""Baskets of rows, without an account: the basket is its link.

::

    from mastsite.baskets import basket, link

    mine = basket.EMPTY.with_rows("k2", ["211117077-c04"])
    token = link.write(mine)          # signed and packed; of a long basket, the name it is kept under
    link.read(token) == mine          # link.Unread: no such link was ever made here, or its basket is gone

`basket` is plain data, `link` makes texts of it and reads them, `models` alone knows the database. Of whoever makes a
basket nothing is kept. docs/downloads.md and docs/decisions/0020-baskets.md have the reasons.
"""
