"""Dates as they are written in Flanders; Django's own Dutch formats are those of the Netherlands."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "d/m/Y"
TIME_FORMAT = r"G\ui"
DATETIME_FORMAT = r"j F Y, G\ui"
SHORT_DATETIME_FORMAT = r"d/m/Y G\ui"
