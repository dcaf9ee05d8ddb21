from cms.models.media import SiteDocument, SiteImage, SiteRendition
from cms.models.outbox import OutboxMail
from cms.models.pages import BasePage, IndexPage
from cms.models.people import Person, User
from cms.models.settings import SiteSettings
from cms.models.topics import PageTopic, Topic

__all__ = [
    "BasePage",
    "IndexPage",
    "OutboxMail",
    "PageTopic",
    "Person",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
    "Topic",
    "User",
]
