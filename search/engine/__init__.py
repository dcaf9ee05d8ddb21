"""Finds Dutch texts: words, index, backends, queries, order, excerpts, synonyms, corrections.

It stands below all other apps and knows none of them; ``search.site`` stands above them and shows what is found.
"""
