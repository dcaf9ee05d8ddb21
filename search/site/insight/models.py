"""How often visitors search for what. Nothing tells who they are, and their words are stored from the third day on."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

LONGEST = 60  # characters


class SearchTerm(models.Model):
    """Something that visitors search for. Its text is empty until it is no longer the search of one day or two."""

    shown_to_visitors = False

    #: Keyed hash of the text.
    key = models.CharField(max_length=64, unique=True)
    text = models.CharField(_("search"), max_length=LONGEST, blank=True, db_index=True)

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")

    def __str__(self) -> str:
        return self.text or self.key[:8]


class SearchDay(models.Model):
    """The searches for one term on one day."""

    shown_to_visitors = False

    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(db_index=True)
    searches = models.PositiveIntegerField(default=0)
    #: Of these searches, those without results.
    empty = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)
    #: The places of the clicks in the list of results, added up; 1 is the first place.
    places = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "day"], name="search_term_once_a_day")]

    def __str__(self) -> str:
        return f"{self.term} {self.day}"


class SearchClick(models.Model):
    """The clicks on one page among the results for one term on one day."""

    shown_to_visitors = False

    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="clicks")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(db_index=True)
    clicks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "page", "day"], name="search_click_once_a_day")]

    def __str__(self) -> str:
        return f"{self.term} {self.page_id} {self.day}"
