"""What visitors search for, without knowing who they are.

A search or a click adds to the count of its day (``counting``). What was typed is only written down from its third day
on; before that there is a keyed hash of it (``terms``). After 180 days it is forgotten (``forgetting``).
"""
