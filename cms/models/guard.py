from django.db import models


class RateBucket(models.Model):
    """How often somebody did something in a window of time. Nobody can be recognised in it; see ``cms.forms.guard``."""

    shown_to_visitors = False

    scope = models.CharField(max_length=60)
    #: Keyed hash of scope, window and who: rows of the same person cannot be told to belong together.
    who = models.CharField(max_length=64)
    ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "who", "ends_at"], name="rate_bucket_once_per_window")]

    def __str__(self):
        return f"{self.scope}: {self.count}"
