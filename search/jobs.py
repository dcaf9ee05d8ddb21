"""Jobs of the worker for search."""

from cms.work.worker import DAY, HOUR, Job, register
from search.engine import vocabulary
from search.site.insight import forgetting


def register_jobs() -> None:
    register(Job("search vocabulary", every=HOUR, run=vocabulary.gather))
    register(Job("forget searches", every=DAY, run=forgetting.purge))
