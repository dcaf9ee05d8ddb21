"""The gaps of a practice page, field by field, and what visitors miss because of them. Never a score."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.models.profile import PROFILE

Text = str | Promise
#: A practice of which something can be told: all but the ones that are only planned.
BEGUN = ("running", "finished", "stopped", "absorbed")


@dataclass(frozen=True)
class Want:
    """Something that visitors look for. It is there as soon as one of its fields is filled in."""

    fields: tuple[str, ...]
    label: Text
    #: What visitors miss without it.
    why: Text
    is_essential: bool = False
    #: Only practices with one of these states should have it; none means all.
    statuses: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Names the want in addresses; the field that an editor is led to."""
        return self.fields[0]

    def is_missing(self, practice) -> bool:
        if self.statuses and practice.status not in self.statuses:
            return False
        return all(_is_empty(getattr(practice, field)) for field in self.fields)

    def condition(self, model) -> Q:
        """As ``is_missing``, for the database; one want at a time, because several relations at once multiply rows."""
        condition = Q(status__in=self.statuses) if self.statuses else Q()
        for name in self.fields:
            condition &= _empty(model, name)
        return condition


def completeness(practice) -> list[Want]:
    """The gaps, the essential first. Asks for each relation, unless it was prefetched (``RELATIONS``)."""
    return sorted((want for want in WANTS if want.is_missing(practice)), key=lambda want: not want.is_essential)


def lacking(practices, names):
    """The practices that miss at least one of the wants with these names."""
    everything = practices.model.objects
    found = Q()
    for want in WANTS:
        if want.name in names:
            found |= Q(pk__in=everything.filter(want.condition(practices.model)).values("pk"))
    return practices.filter(pk__in=everything.filter(found).values("pk"))


def _is_empty(value) -> bool:
    if hasattr(value, "all"):
        return not value.all()
    return value in (None, "", [])


def _empty(model, name) -> Q:
    field = model._meta.get_field(name)
    if field.many_to_many or field.one_to_many:
        return Q(**{f"{name}__isnull": True})
    return Q(**{name: None if field.null else field.get_default()})


def _must(*fields, label, why, statuses=()):
    return Want(fields, label, why, is_essential=True, statuses=statuses)


WANTS = [
    _must("summary", label=_("summary"), why=_("In lists and search results stands only the title.")),
    _must(
        "municipalities",
        label=_("municipalities"),
        why=_("The practice is not on the map, and nobody finds it by place."),
    ),
    _must("themes", label=_("themes"), why=_("Visitors who filter by theme do not see the practice.")),
    _must("instruments", label=_("instruments"), why=_("Visitors who filter by instrument do not see the practice.")),
    _must(
        "start_year", "years_note", "end_year", label=_("period"), why=_("Nobody can tell how recent the practice is.")
    ),
    _must("continuum_start", label=_("position at the start"), why=_("The drawing does not show whether it moved.")),
    _must("continuum_now", label=_("position now"), why=_("On the card stands “position not yet determined”.")),
    _must("objective", label=_("objective"), why=_("Visitors do not read what it was for.")),
    _must("approach", label=_("approach"), why=_("Colleagues cannot do the same without knowing how.")),
    _must("result", label=_("result"), why=_("Visitors do not read what came of it."), statuses=BEGUN),
    _must("sources", label=_("sources"), why=_("Nobody can check where the facts come from.")),
    _must(
        "status_note",
        label=_("why it stopped"),
        why=_("Others learn most from the reason."),
        statuses=("stopped",),
    ),
    Want(("parties", "partners"), _("parties involved"), _("Colleagues do not know whom to bring to the table.")),
    Want(("reach", "figures"), _("reach"), _("It stays unclear how many people it reached."), statuses=BEGUN),
    Want(
        ("adjustments",), _("adjustments"), _("What changed along the way is what others learn from."), statuses=BEGUN
    ),
    Want(("budget", "budget_note"), _("budget"), _("The first question of every council: what does it cost?")),
    Want(("participants", "participants_note"), _("participants"), _("It stays unclear how large it is.")),
    Want(
        ("continuum_confirmed_on",),
        _("position confirmed by the municipality"),
        _("The position is shown as a provisional estimate."),
    ),
    *(Want((field.name,), field.label, field.why) for field in PROFILE.values() if field.facet),
    *(Want((field.name,), field.label, field.why) for field in PROFILE.values() if not field.facet),
    Want(("lessons",), _("lessons"), _("Lessons are what colleagues come for."), statuses=BEGUN),
    Want(("documents",), _("documents to use again"), _("Everybody starts from an empty sheet.")),
    Want(("topic_items",), _("topics"), _("The page is missing on the pages of its topics.")),
    Want(("listing_image",), _("picture for lists and shares"), _("A shared link shows no picture.")),
    Want(("contact",), _("contact"), _("Nobody gets the yearly question whether the page is still true.")),
]
#: The relations to prefetch before asking many practices.
RELATIONS = ["municipalities", "themes", "instruments", "sources", "figures", "lessons", "documents", "topic_items"]
