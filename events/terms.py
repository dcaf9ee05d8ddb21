"""How long personal data of participants are kept, and why: read by the job that erases them and by visitors.

The reasons are those of the terms that are set when a site sets no other (``.env.example``).
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

#: After the event. A report, a list of who was there and the questions of participants take about a quarter of a year.
AFTER_EVENT = timedelta(days=settings.RETENTION_DAYS)
#: After the event. What somebody eats or needs tells of health or belief; it serves on the day itself, and then to
#: settle with caterer and hall.
SENSITIVE_AFTER_EVENT = timedelta(days=settings.RETENTION_SENSITIVE_DAYS)
#: After cancelling. Long enough to answer "did I cancel?", and nothing else is done with it.
AFTER_CANCELLING = timedelta(days=settings.RETENTION_CANCELLED_DAYS)
#: After a form was sent. A form is good for a day, one that lies open in the admin for some weeks: after that nobody
#: sends the same one again. Of a person it holds no more than a keyed digest.
ATTEMPTS = timedelta(days=30)


@dataclass(frozen=True)
class Term:
    what: str | Promise
    after: str | Promise
    keep: timedelta

    def __str__(self):
        days = ngettext("%(days)d day %(after)s", "%(days)d days %(after)s", self.keep.days)
        return days % {"days": self.keep.days, "after": self.after}


#: As visitors read it beside the form.
FOR_VISITORS = [
    Term(_("Food, accessibility and sensitive answers"), _("after the meeting"), SENSITIVE_AFTER_EVENT),
    Term(
        _("Name, e-mail address, organisation, municipality, role, other answers and our mails to you"),
        _("after the meeting"),
        AFTER_EVENT,
    ),
    Term(_("Everything, if you cancel"), _("after cancelling"), AFTER_CANCELLING),
]
