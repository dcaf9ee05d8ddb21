"""Work that is nobody's request: apps register jobs in ``AppConfig.ready``, ``manage.py worker`` runs them in turn."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from cms.models import PeriodicJob

logger = logging.getLogger(__name__)

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60

#: Seconds between looks at the schedule that the workers share.
LOOK_EVERY = 10


@dataclass(frozen=True)
class Job:
    name: str
    every: int  # seconds
    run: Callable[[], object]
    #: Of all workers only one at a time runs the job. False for work that hands out its own pieces.
    alone: bool = True


_jobs: dict[str, Job] = {}


def register(job: Job) -> None:
    _jobs[job.name] = job


class Worker:
    """Runs the registered jobs until ``stop`` is called; a job that fails never stops the others."""

    def __init__(self) -> None:
        self.stopping = False
        self._look_at = dict.fromkeys(_jobs, timezone.now())

    def stop(self, *_signal) -> None:
        """Finish the running job, then leave. Only sets a flag: safe as a signal handler."""
        self.stopping = True

    def run(self) -> None:
        while not self.stopping:
            self.run_due()
            time.sleep(0.5)

    def run_due(self) -> None:
        """Run each job that is due once."""
        for job in _jobs.values():
            if self.stopping:
                return
            if timezone.now() >= self._look_at[job.name]:
                self._look_at[job.name] = timezone.now() + timedelta(seconds=min(job.every, LOOK_EVERY))
                self._attempt(job)

    def _attempt(self, job: Job) -> None:
        try:
            if job.alone:
                self._run_alone(job)
            else:
                job.run()
        except (OperationalError, InterfaceError) as error:
            logger.error("Job %s waits for the database: %s", job.name, error)
            self._pause(job)
        except Exception:
            logger.exception("Job %s failed.", job.name)
            self._pause(job)
        finally:
            close_old_connections()

    def _pause(self, job: Job) -> None:
        """Nobody reads a log that repeats itself every two seconds."""
        self._look_at[job.name] = timezone.now() + timedelta(seconds=LOOK_EVERY)

    def _run_alone(self, job: Job) -> None:
        if claim := PeriodicJob.objects.claim(job.name):
            started = timezone.now()
            try:
                job.run()
            finally:
                claim.plan(started + timedelta(seconds=job.every))
