from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext
from wagtail.log_actions import log

from cms.models import User
from events.models import ConsentText


def current_consent() -> ConsentText:
    """The text that people agree to now; a new site begins with a plain one, which editors may follow by a better.

    That first one is stored when somebody agrees to it: who only opens a form changes nothing.
    """
    return ConsentText.objects.first() or ConsentText(version=1, text=_first())


def stored(text: ConsentText) -> ConsentText:
    return text if text.pk else ConsentText.objects.get_or_create(version=text.version, defaults={"text": text.text})[0]


@transaction.atomic
def add_consent_text(*, text: str, by: User) -> ConsentText:
    """The next version, which the forms show from now on; the same text again makes none.

    What people agreed to before stays as it was: it is never edited.
    """
    current = stored(current_consent())
    if current.text == text:
        return current
    version = ConsentText.objects.aggregate(last=Max("version"))["last"] + 1
    added = ConsentText.objects.create(version=version, text=text)
    log(instance=added, action="events.add_consent_text", user=by)
    return added


def _first() -> str:
    # How long what is kept stands beside it in the form, from ``events.terms``.
    return gettext(
        "VVSG uses what you fill in here to organise this meeting: to answer you, to remind you, and to know "
        "who comes. Only who organises the meeting reads it. You can always ask for your data, correct it, or have it "
        "erased."
    )
