"""What visitors search for, without knowing who they are.

A search or a click is one line in a file (``spool``), so that nobody who searches waits for the database to write. The
worker counts the lines (``counting``). What was typed is only written down from its third day on; before that there is
a keyed hash of it, in the file as in the database (``terms``).
"""
