import uuid
from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from search.engine import dutch
from search.engine.analysis import analysis_version

#: More would make a search slow without making it better.
MOST_PHRASES = 12
MOST_WORDS = 5
LONGEST = 60  # characters of a phrase


class IndexState(models.Model):
    """With which analysis of words the index was last made. One row."""

    analysis_version = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"version {self.analysis_version}"

    @classmethod
    def note(cls) -> None:
        """The index was just made."""
        cls.objects.update_or_create(pk=1, defaults={"analysis_version": analysis_version()})

    @classmethod
    def is_due(cls) -> bool:
        """Whether the index has to be made again: its words are not those that search asks for."""
        return not cls.objects.filter(analysis_version=analysis_version()).exists()


class SynonymGroup(models.Model):
    """Words and phrases, one per line, that mean the same; or, with ``leads_to``, that also find something else."""

    phrases = models.TextField(
        _("words"),
        help_text=_(
            "One word or phrase per line, for example “burgerbudget” and below it “participatief budget”. "
            "Who types one of them also finds pages with the others. Capitals, accents and plurals do not matter."
        ),
    )
    leads_to = models.TextField(
        _("lead to"),
        blank=True,
        help_text=_(
            "Leave this empty when the words above mean the same. Only fill it in for one direction: who types a word "
            "from above, such as a neighbourhood, then also finds pages with a word from here, such as its "
            "municipality. The other way round nothing changes."
        ),
    )

    panels = [FieldPanel("phrases"), FieldPanel("leads_to")]

    class Meta:
        ordering = ["phrases"]
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        if self.is_one_way:
            return f"{', '.join(lines(self.phrases))} → {', '.join(lines(self.leads_to))}"
        return " = ".join(lines(self.phrases))

    @property
    def is_one_way(self) -> bool:
        return bool(self.leads_to)

    def clean(self) -> None:
        """A phrase may stand in several groups; they do not run into each other. Twice in one field is once."""
        errors: dict[str, list] = {}
        for name in ["phrases", "leads_to"]:
            phrases = _once_each(lines(getattr(self, name)))
            setattr(self, name, "\n".join(phrases))
            if mistakes := list(_mistakes(phrases)):
                errors[name] = mistakes
        if not errors and not self.is_one_way and len(lines(self.phrases)) < 2:
            errors["phrases"] = [_("Give at least two words, each on a line of its own, or fill in what they lead to.")]
        if errors:
            raise ValidationError(errors)


class Word(models.Model):
    """A word of the public pages, folded, kept up to date by ``search.engine.vocabulary``."""

    shown_to_visitors = False

    word = models.CharField(max_length=50, primary_key=True)
    #: On how many pages it stands.
    pages = models.PositiveIntegerField()
    #: The key of one of them, which tells whether it is still public.
    example = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.word


class Gathering(models.Model):
    """Another stamp each time that the words changed. One row."""

    shown_to_visitors = False

    stamp = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.stamp)


def lines(text: str) -> list[str]:
    """The phrases in a field, in the order in which they were written."""
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


def words_of(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase, as they are looked up."""
    return tuple(dutch.words(phrase))


def _once_each(phrases: Sequence[str]) -> list[str]:
    return list({words_of(phrase) or phrase: phrase for phrase in reversed(phrases)}.values())[::-1]


def _mistakes(phrases: Sequence[str]) -> Iterator[str]:
    if len(phrases) > MOST_PHRASES:
        most = {"most": MOST_PHRASES, "count": len(phrases)}
        yield gettext("At most %(most)s words or phrases; these are %(count)s. Make a second group.") % most
    for phrase in phrases[:MOST_PHRASES]:
        words = words_of(phrase)
        if not words:
            yield gettext("“%(phrase)s” has no letters or digits.") % {"phrase": phrase[:LONGEST]}
        elif dutch.STOP_WORDS.issuperset(words):
            yield gettext("“%(phrase)s” says nothing by itself: a search leaves it out.") % {"phrase": phrase[:LONGEST]}
        elif len(words) > MOST_WORDS:
            told = ngettext(
                "“%(phrase)s” has more than %(most)s word.", "“%(phrase)s” has more than %(most)s words.", MOST_WORDS
            )
            yield told % {"phrase": phrase[:LONGEST], "most": MOST_WORDS}
        elif len(phrase) > LONGEST:
            yield gettext("“%(phrase)s…” is longer than %(most)s characters.") % {
                "phrase": phrase[:LONGEST],
                "most": LONGEST,
            }
