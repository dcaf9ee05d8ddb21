"""Finding a page by its address, and what stands above it, in few queries.

Wagtail asks twice per level of the tree, and again for the breadcrumbs and for privacy: ten queries before a practice
shows its first word.
"""

from itertools import accumulate
from typing import TYPE_CHECKING

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Subquery
from django.http import Http404
from django.utils.functional import cached_property
from wagtail.models import Page, PageManager, PageQuerySet, PageViewRestriction

from cms import privacy


def is_restricted():
    """Condition on pages: they, or a page above them, are not for everybody."""
    restrictions = PageViewRestriction.objects.annotate(
        path_below=ExpressionWrapper(OuterRef("path"), output_field=CharField()),
        # Not a join: SQLite would walk all pages to look for the few restrictions, once more for each page.
        path_above=Subquery(Page.objects.filter(pk=OuterRef("page_id")).values("path")),
    )
    return Exists(restrictions.filter(path_below__startswith=F("path_above")))


class BasePageQuerySet(PageQuerySet):
    def public(self):
        """As Wagtail's, without its extra query."""
        return self.exclude(is_restricted())


def public_pages():
    """The pages that everybody may see, whatever their type."""
    return Page.objects.live().exclude(is_restricted())


# What ``TreeMixin`` is mixed into.
_Base = Page if TYPE_CHECKING else object

BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class TreeMixin(_Base):
    """A page's place in the tree."""

    #: Single related rows that the page's own template shows; routing fetches them with the page.
    shown_relations = ["listing_image"]
    #: What routing found no page for below this one; not to be looked for again.
    _unclaimed_slugs: list[str] | None = None

    @cached_property
    def trail(self):
        """The pages above this one, home page first; routing fills it in."""
        return list(self.get_ancestors().filter(depth__gt=1)) if self.depth > 2 else []

    @property
    def breadcrumbs(self):
        """The live pages above this one, home page first."""
        return [page for page in self.trail if page.live]

    @property
    def is_public(self):
        """Whether everybody may see this page."""
        return privacy.is_public(self)

    def route(self, request, path_components):
        """Asked when none of the page's own routes answers: ``RoutesMixin`` stands before this class."""
        if path_components and not self.is_leaf() and path_components != self._unclaimed_slugs:
            page, rest = self._descend(path_components)
            if page is not self:
                page._unclaimed_slugs = rest
                return page.route(request, rest)
        raise Http404

    def _descend(self, slugs: list[str]) -> "tuple[TreeMixin, list[str]]":
        """The deepest page below this one along ``slugs``, and the slugs that no page answers to."""
        url_paths = list(accumulate(slugs, lambda path, slug: f"{path}{slug}/", initial=self.url_path))[1:]
        # The address has no index, the slug has one.
        found = {page.url_path: page for page in Page.objects.filter(slug__in=slugs, url_path__in=url_paths)}
        line = []
        for url_path in url_paths:
            if url_path not in found:
                break
            line.append(found[url_path])
        if not line:
            return self, slugs
        model = line[-1].specific_class
        page = model._default_manager.select_related(*model.shown_relations).get(pk=line[-1].pk)
        page.trail = [*self.trail, self, *line[:-1]]
        page._cached_parent_obj = page.trail[-1]  # where treebeard keeps it
        return page, slugs[len(line) :]

    def get_view_restrictions(self):
        if any(page.alias_of_id for page in [*self.trail, self]):
            # An alias has the restrictions of its source; rare enough for Wagtail's own queries.
            return super().get_view_restrictions()
        paths = [self._get_basepath(self.path, depth) for depth in range(1, self.depth + 1)]
        return PageViewRestriction.objects.filter(page__path__in=paths)
