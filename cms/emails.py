"""Mails made of templates: ``templates/emails/<name>/`` holds ``subject.txt``, ``body.txt`` and ``body.html``."""

from collections.abc import Sequence

from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string

from cms.models import SiteSettings


def send(name: str, *, to: Sequence[str], context: dict, reply_to: Sequence[str] = ()):
    """Writes the mail to the outbox, in the transaction of the caller. Answers go to the site's contact if not told.

    Raises ``ValueError`` for an address that cannot be one, such as with a line break in it.
    """
    message = EmailMultiAlternatives(
        subject=" ".join(_plain(f"emails/{name}/subject.txt", context).split()),
        body=_plain(f"emails/{name}/body.txt", context).strip() + "\n",
        to=to,
        reply_to=reply_to or _site_contact(),
    )
    message.attach_alternative(render_to_string(f"emails/{name}/body.html", context), "text/html")
    message.send()


def _plain(template, context):
    # Plain text has no entities: "&" stays "&".
    return get_template(template).template.render(Context(context, autoescape=False))


def _site_contact():
    contact = SiteSettings.load().contact
    return [contact.email] if contact and contact.email else []
