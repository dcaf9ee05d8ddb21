from cms.models.documents import DocumentPart, DocumentText
from cms.models.guard import RateBucket
from cms.models.jobs import PeriodicJob
from cms.models.media import SiteDocument, SiteImage, SiteRendition
from cms.models.outbox import OutboxMail
from cms.models.pages import PLAIN_PAGE, BasePage, IndexPage
from cms.models.people import Person, User
from cms.models.settings import SiteSettings
from cms.models.topics import PageTopic, Topic
from cms.models.tree import BasePageQuerySet, public_pages

__all__ = [
    "PLAIN_PAGE",
    "BasePage",
    "BasePageQuerySet",
    "DocumentPart",
    "DocumentText",
    "IndexPage",
    "OutboxMail",
    "PageTopic",
    "PeriodicJob",
    "Person",
    "RateBucket",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
    "Topic",
    "User",
    "public_pages",
]
