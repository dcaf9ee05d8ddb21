"""The rows below a practice."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from cms.models.resources import Resource, has_one_place


class PracticeFigure(Orderable):
    practice = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="figures")
    value = models.CharField(_("figure"), max_length=20)
    label = models.CharField(_("what it counts"), max_length=80)

    class Meta(Orderable.Meta):
        verbose_name = _("figure")


class PracticeSource(Orderable):
    practice = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="sources")
    reference = models.CharField(_("source"), max_length=250)
    url = models.URLField(_("web address"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("source")


class LessonKind(models.TextChoices):
    SUCCESS = "succesfactor", _("success factor")
    PITFALL = "valkuil", _("pitfall")
    TIP = "tip", _("tip")

    @property
    def plural(self):
        return {"succesfactor": _("Success factors"), "valkuil": _("Pitfalls"), "tip": _("Tips")}[self.value]


class PracticeLesson(Orderable):
    """A lesson that the people of a practice would pass on to a colleague."""

    practice = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="lessons")
    kind = models.CharField(_("kind"), max_length=12, choices=LessonKind.choices, default=LessonKind.TIP)
    text = models.TextField(
        _("lesson"),
        max_length=400,
        help_text=_("The lesson itself in a first short sentence, then why. The first sentence stands out."),
    )

    panels = [FieldPanel("kind"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("lesson")
        constraints = [
            models.CheckConstraint(name="practice_lesson_kind_is_known", condition=models.Q(kind__in=LessonKind.values))
        ]

    @property
    def parts(self):
        """The first sentence, which says the lesson, and the ones that explain it."""
        first, stop, rest = self.text.partition(". ")
        return (first + stop.strip(), rest)


class PracticeDocument(Resource):
    """Something that another municipality can use again."""

    practice = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(
        _("title"), max_length=160, help_text=_("Such as “Model regulation for the right to challenge”.")
    )

    class Meta(Resource.Meta):
        abstract = False
        verbose_name = _("reusable document")
        constraints = [has_one_place("practice_document_has_one_place")]


class PracticeAdoption(Orderable):
    """The practice of another municipality that this one was an example for."""

    practice = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="adoptions")
    origin = models.ForeignKey(
        "practices.PracticePage", verbose_name=_("adopted from"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("origin")]

    class Meta(Orderable.Meta):
        verbose_name = _("adopted practice")
        constraints = [
            models.UniqueConstraint(fields=["practice", "origin"], name="practice_adoption_once"),
            models.CheckConstraint(
                name="practice_adoption_is_from_another",
                condition=~models.Q(practice=models.F("origin")),
                violation_error_message=_("A practice cannot be adopted from itself."),
            ),
        ]
