"""Reading the data files of the demo site."""

import datetime
import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"]


def read(name):
    """The contents of one data file, such as ``read("practices")``."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def day_ahead(weeks, weekday, today):
    """The first ``weekday`` that lies at least ``weeks`` weeks after ``today``."""
    earliest = today + datetime.timedelta(weeks=weeks)
    return earliest + datetime.timedelta(days=(WEEKDAYS.index(weekday) - earliest.weekday()) % 7)
