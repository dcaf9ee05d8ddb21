from django.db import models

from search import dutch


class IndexState(models.Model):
    """With which analysis of words the index was last made. One row."""

    analysis_version = models.PositiveIntegerField()

    def __str__(self):
        return f"version {self.analysis_version}"

    @classmethod
    def note(cls) -> None:
        """The index was just made."""
        cls.objects.update_or_create(pk=1, defaults={"analysis_version": dutch.VERSION})

    @classmethod
    def is_due(cls) -> bool:
        """Whether the index has to be made again: its words are not those that search asks for."""
        return not cls.objects.filter(analysis_version=dutch.VERSION).exists()
