"""The demo site: VVSG's own content as data files, and what loads them. Nothing else imports from here."""
