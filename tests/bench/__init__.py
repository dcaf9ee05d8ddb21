"""`make bench`: how fast the site is. Each subject is a module with a ``run()`` that prints tables and asserts nothing.

Everything happens on a throw-away site: a test database of the engine that DATABASE_URL names, and a directory of its
own for files, cache and static files, with the settings of production.
"""
