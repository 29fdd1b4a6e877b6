"""Imitations of programs that read the classic services, written from what they do on the wire and in their parsing.

Each module says which programs it stands for. They use what those programs use (the standard library, `requests`, pandas,
astropy) and nothing of this site.
"""
