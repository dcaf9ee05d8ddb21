"""Which pages are for everybody. Apart from the models, because blocks ask it too."""

from wagtail.models import PageViewRestriction

from cms.web.cache import per_version


def is_public(page) -> bool:
    """Whether everybody may see this page of any type: it is live, and nothing above it is restricted."""
    return page.live and not page.path.startswith(per_version("closed", _closed_paths))


def _closed_paths():
    """Where in the tree the pages begin that are not for everybody."""
    return tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
