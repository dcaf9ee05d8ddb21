from django.db import models
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from search.engine.searchable import reindex_on_commit


class ContinuumStep(models.IntegerChoices):
    """The party that carries a practice, from government to citizens: five steps on VVSG's continuum.

    The continuum is VVSG's (magazine Lokaal, September 2022); the division into five steps is the Labo site's own.
    """

    GOVERNMENT = 1, _("Government initiative")
    GOVERNMENT_WITH_INPUT = 2, _("Government with input from citizens")
    PARTNERSHIP = 3, _("Equal partnership")
    CITIZENS_WITH_SUPPORT = 4, _("Citizens’ initiative with support from the government")
    CITIZENS = 5, _("Independent citizens’ initiative")

    @property
    def short_label(self):
        return {
            1: _("government initiative"),
            2: _("government with input"),
            3: _("equal partnership"),
            4: _("citizens’ initiative with support"),
            5: _("independent citizens’ initiative"),
        }[self.value]


class PracticeStatus(models.TextChoices):
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("running")
    FINISHED = "finished", _("finished")
    STOPPED = "stopped", _("stopped")
    ABSORBED = "absorbed", _("absorbed into policy")


class Vocabulary(models.Model):
    """A managed list of words that practices are described with."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    description = models.TextField(_("description"), blank=True)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("description")]

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self):
        return self.name


class Theme(Vocabulary):
    class Meta(Vocabulary.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Instrument(Vocabulary):
    class Meta(Vocabulary.Meta):
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")


@receiver([post_save, pre_delete], sender=Theme)
@receiver([post_save, pre_delete], sender=Instrument)
def _reindex_its_practices(instance, created=False, **kwargs):
    if not created:
        reindex_on_commit(list(instance.practices.values_list("pk", flat=True)))
