import uuid

from django.db import models


class Word(models.Model):
    """A word of the public pages, folded, kept by ``search.vocabulary``."""

    shown_to_visitors = False

    word = models.CharField(max_length=50, primary_key=True)
    #: On how many pages it stands.
    pages = models.PositiveIntegerField()
    #: One of them, which tells whether it is still public.
    witness = models.PositiveBigIntegerField()

    def __str__(self):
        return self.word


class Gathering(models.Model):
    """Another stamp each time that the words changed. One row."""

    shown_to_visitors = False

    stamp = models.UUIDField(default=uuid.uuid4)

    def __str__(self):
        return str(self.stamp)
