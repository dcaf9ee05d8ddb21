"""Site search as visitors and editors see it: the page of results, its filters, suggestions, promotions and insight.

It stands above all other apps, so it imports whatever it shows; nothing imports it.
"""
