from datetime import timedelta

from django.db import models
from django.utils import timezone


class PeriodicJobManager(models.Manager):
    #: A worker that was killed holds its job this long; nobody else starts it meanwhile.
    LEASE = timedelta(minutes=5)

    def claim(self, name):
        """The job if it is due and nobody else runs it, else None. Safe with any number of workers."""
        now = timezone.now()
        job, _ = self.get_or_create(name=name, defaults={"next_run_at": now})
        if job.next_run_at > now:
            return None
        due = self.filter(name=name, next_run_at=job.next_run_at)
        return job if due.update(next_run_at=now + self.LEASE) else None


class PeriodicJob(models.Model):
    """When a job of the worker runs next, known to the workers of all machines."""

    shown_to_visitors = False

    name = models.CharField(max_length=60, primary_key=True)
    next_run_at = models.DateTimeField()

    objects = PeriodicJobManager()

    def __str__(self):
        return self.name

    def plan(self, next_run_at):
        self.next_run_at = next_run_at
        self.save(update_fields=["next_run_at"])
