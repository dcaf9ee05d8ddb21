"""What an event asks beside name and address. Questions belong to the page; answers live off it."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class QuestionKind(models.TextChoices):
    LINE = "line", _("one line")
    TEXT = "text", _("several lines")
    CHOICE = "choice", _("one of a list")
    CHOICES = "choices", _("several of a list")
    YES = "yes", _("tick box")


class EventQuestion(Orderable):
    """Rows of a revision get a new number when they are published; the key stays and answers hold on to it."""

    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="questions")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    label = models.CharField(_("question"), max_length=200)
    help_text = models.CharField(_("explanation"), max_length=250, blank=True)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=QuestionKind.choices, default=QuestionKind.LINE)
    choices = models.TextField(_("choices"), blank=True, help_text=_("One on each line."))
    is_required = models.BooleanField(_("must be answered"), default=False)
    is_sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_("About health, belief or the like: erased two weeks after the event."),
    )

    panels = [
        FieldPanel("label"),
        FieldPanel("help_text"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("choices")]),
        FieldRowPanel([FieldPanel("is_required"), FieldPanel("is_sensitive")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("question")

    @property
    def choice_list(self):
        return list(dict.fromkeys(line.strip() for line in self.choices.splitlines() if line.strip()))

    def clean(self):
        super().clean()
        if self.kind in {QuestionKind.CHOICE, QuestionKind.CHOICES} and len(self.choice_list) < 2:
            raise ValidationError({"choices": _("Give at least two choices, one on each line.")})


class Answer(models.Model):
    shown_to_visitors = False

    registration = models.ForeignKey("events.Registration", on_delete=models.CASCADE, related_name="answers")
    question = models.UUIDField()
    #: As it was asked.
    label = models.CharField(max_length=200)
    value = models.TextField()
    is_sensitive = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("answer")
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="answer_once")]

    def __str__(self):
        return f"{self.label}: {self.value[:60]}"
