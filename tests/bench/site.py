import contextlib
import io
import sys
from collections.abc import Iterator

from django.core.management import call_command
from django.db import connection


@contextlib.contextmanager
def throw_away_site() -> Iterator[None]:
    """The demo, in a test database that is gone afterwards."""
    say("Making a site to measure on …")
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            call_command("collectstatic", interactive=False, verbosity=0)
            call_command("prepare", demo=True)
        yield
    finally:
        connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)


def say(text: str) -> None:
    """Progress, apart from the tables."""
    print(text, file=sys.stderr, flush=True)
