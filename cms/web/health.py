"""For whoever operates the site: /gezond/ says that the process lives, /klaar/ that it can do its work."""

import functools
import logging
import uuid

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from wagtail.search.models import IndexEntry

logger = logging.getLogger(__name__)


ALIVE, READY = "/gezond/", "/klaar/"


class NotReady(Exception):
    pass


def _check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@functools.cache
def _check_migrations() -> None:
    # Reading all migrations takes a while; once applied they stay so.
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("Some migrations are not applied.")


def _check_cache() -> None:
    token = uuid.uuid4().hex
    cache.set(f"ready-{token}", token, 10)
    if cache.get(f"ready-{token}") != token:
        raise NotReady("The cache lost what was just put into it.")
    cache.delete(f"ready-{token}")


def _check_index() -> None:
    if not IndexEntry.objects.exists():
        raise NotReady("The search index is empty.")


CHECKS = {"database": _check_database, "migrations": _check_migrations, "cache": _check_cache, "index": _check_index}


def _works(name) -> bool:
    try:
        CHECKS[name]()
    except Exception:
        # Visitors see which part fails, only the log says why.
        logger.exception("Not ready: %s", name)
        return False
    return True


def _answer(parts: dict[str, bool]):
    ready = all(parts.values())
    lines = {name: "ok" if works else "failed" for name, works in {"site": ready, **parts}.items()}
    return JsonResponse(
        lines,
        status=200 if ready else 503,
        headers={"Cache-Control": "no-store"},
        json_dumps_params={"indent": 2},
    )


def health(get_response):
    """Middleware: comes first, because a probe asks by number, without HTTPS, and even when the database is gone."""

    def middleware(request):
        if request.path_info == ALIVE:
            return _answer({})
        if request.path_info == READY:
            return _answer({name: _works(name) for name in CHECKS})
        return get_response(request)

    return middleware
