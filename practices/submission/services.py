"""Practices that visitors send in: they become drafts for the editors, never pages."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.text import slugify
from wagtail.models import Page, ReferenceIndex

from cms.forms.guard import Limit
from cms.mail import messages
from cms.models import Person
from cms.work.worker import DAY
from practices.models import (
    Instrument,
    LessonKind,
    Municipality,
    PracticeIndexPage,
    PracticeLesson,
    PracticePage,
    PracticeSource,
    PracticeSubmission,
    Theme,
)
from practices.models.facts import HEADINGS
from practices.models.submissions import CONSENT_VERSION
from practices.permissions import addresses_of_publishers

#: A room of colleagues behind one address, each with a practice or two, stays below it; what a program sends beyond it
#: is more than editors can read.
SUBMISSIONS = Limit("practice submission", most=30, seconds=60 * 60)
#: Mails to one mailbox. The form lets anybody fill in any address: it must not become a way to flood somebody.
CONFIRMATIONS = Limit("practice submission mail", most=5, seconds=DAY)

#: After this the sender's name and address are wiped.
KEEP = timedelta(days=365)

#: Answers that are fields of the page.
TAKEN_OVER = ["summary", "status", "start_year", "end_year", "continuum_start", "continuum_during", "continuum_now"]
#: Answers that hold lessons.
LESSONS = {"successes": LessonKind.SUCCESS, "pitfalls": LessonKind.PITFALL, "tips": LessonKind.TIP}


class SentBefore(Exception):
    """The same copy of the form was sent before, with other answers."""


class TooManySubmissions(Exception):
    """From this address came as many practices in this hour as the editors allow."""


@transaction.atomic
def submit_practice(
    *, index: PracticeIndexPage, answers: dict, parts: Sequence, key: str, network: str
) -> PracticeSubmission:
    """Makes a draft of the checked answers of ``SubmissionSteps``, hands it to the editors and mails the sender.

    The same key with the same answers does it once, however often and from however many processes.

    Raises:
        SentBefore: the key was used for other answers.
        TooManySubmissions: for this network; nothing is stored.
    """
    # One at a time: the same form sent twice, two practices of one name, and the order of the tree.
    index = PracticeIndexPage.objects.select_for_update().get(pk=index.pk)
    digest = hashlib.sha256(json.dumps(answers, sort_keys=True, default=str).encode()).hexdigest()
    if earlier := PracticeSubmission.objects.filter(key=key).first():
        if earlier.digest != digest:
            raise SentBefore
        return earlier
    if not SUBMISSIONS.take(network):
        raise TooManySubmissions
    contact, is_known = _contact(answers)
    page = _add_draft(
        index,
        answers,
        contact=contact,
        # A phone number that editors know of this person was not given for the site here.
        shows_contact=answers["shows_contact"] and not is_known,
    )
    submission = PracticeSubmission.objects.create(
        key=key,
        digest=digest,
        page=page,
        contact=None if is_known else contact,
        title=page.title,
        sender_name=answers["name"],
        sender_email=answers["email"],
        sender_role=answers["role"],
        sender_organisation=answers["organisation"],
        may_show_contact=answers["shows_contact"],
        consent_version=CONSENT_VERSION,
    )
    _hand_to_editors(page, submission)
    if CONFIRMATIONS.take(submission.sender_email.casefold()):
        messages.send(
            "practice_submitted", to=[submission.sender_email], context={"submission": submission, "parts": parts}
        )
    return submission


def forget_senders() -> None:
    """Wipes who sent in a practice a year ago, and the contact that came with it if no public page names it.

    What was agreed to, and when, stays with the practice.
    """
    old = PracticeSubmission.objects.filter(sent_at__lt=timezone.now() - KEEP).exclude(sender_email="")
    for submission in old.select_related("page", "contact"):
        with transaction.atomic():
            if submission.contact and not _is_needed(submission.contact, submission.page):
                submission.contact.delete()
            blank = dict.fromkeys(["sender_name", "sender_email", "sender_role", "sender_organisation"], "")
            PracticeSubmission.objects.filter(pk=submission.pk).update(**blank)


def _is_needed(contact: Person, page: PracticePage | None) -> bool:
    """Whether anything but a draft that never came on the site names the contact."""
    references = ReferenceIndex.get_references_to(contact)
    if page and not page.live:
        references = references.exclude(base_content_type=ContentType.objects.get_for_model(Page), object_id=page.pk)
    return references.exists()


def _add_draft(index: PracticeIndexPage, answers: Mapping[str, Any], **fields) -> PracticePage:
    page = PracticePage(
        title=answers["title"],
        slug=_free_slug(index, answers["title"]),
        live=False,
        **fields,
        **{name: linebreaks(answers[name], autoescape=True) if answers[name] else "" for name in HEADINGS},
        **{name: answers[name] for name in TAKEN_OVER},
    )
    page.municipalities = Municipality.objects.filter(nis_code=answers["municipality"])
    page.themes = Theme.objects.filter(slug__in=answers["themes"])
    page.instruments = Instrument.objects.filter(slug__in=answers["instruments"])
    lessons = [(kind, text) for name, kind in LESSONS.items() for text in answers[name]]
    page.lessons.set(
        [PracticeLesson(sort_order=number, kind=kind, text=text) for number, (kind, text) in enumerate(lessons)]
    )
    page.sources.set(
        [
            PracticeSource(sort_order=number, reference=reference, url=url)
            for number, (reference, url) in enumerate(answers["sources"])
        ]
    )
    index.add_child(instance=page)
    page.save_revision()
    return page


def _free_slug(index: PracticeIndexPage, title: str) -> str:
    """An address below the index that no page and no view has."""
    taken = {*index.get_children().values_list("slug", flat=True), *index.reserved_child_slugs}
    base = slugify(title) or "praktijk"
    return next(slug for slug in (base if n == 1 else f"{base}-{n}" for n in count(1)) if slug not in taken)


def _contact(answers: Mapping[str, Any]) -> tuple[Person, bool]:
    """The person to ask about the practice, and whether the site knew that person already.

    Somebody known by this name and address is named, so that colleagues who send in five practices are one contact; but
    nothing of a known person changes: the form is open to everybody, and nobody checked who filled it in.
    """
    known = Person.objects.filter(name__iexact=answers["name"], email__iexact=answers["email"]).first()
    if known:
        return known, True
    fields = {name: answers[name] for name in ["name", "email", "role", "organisation"]}
    return Person.objects.create(**fields), False


def _hand_to_editors(page: PracticePage, submission: PracticeSubmission) -> None:
    """Starts the workflow of the site, which mails those who must act. Without one the publishers get a mail.

    A workflow without a task would be over at once, and its end publishes the page.
    """
    workflow = page.get_workflow() if page.has_workflow else None
    if workflow and workflow.tasks.filter(active=True).exists():
        workflow.start(page, user=None)
        return
    for address in addresses_of_publishers(page):
        context = {"submission": submission, "base_url": settings.BASE_URL}
        messages.send("practice_waits", to=[address], context=context, reply_to=[submission.sender_email])
