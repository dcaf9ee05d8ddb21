"""The index mixin: what a page type must offer to be found and shown among search results."""

from wagtail.search import index


class Searchable(index.Indexed):
    """A page that shows up in site search.

    Subclasses list their own texts in ``search_fields``; excerpts are cut from those same fields.
    """

    #: One row of the result list; receives ``page`` and ``excerpt``.
    search_result_template = "search/components/result.html"
