"""Pages where they belong: ``grow(PracticePageFactory)`` makes the pages above as well, once."""

from wagtail_factories import PageFactory

from home.models import HomePage


def factories():
    """The factory of each page type."""
    return {factory._meta.model: factory for factory in PageFactory.__subclasses__()}


def grow(factory, **kwargs):
    """A page of ``factory`` below the page that its type asks for."""
    return factory(parent=_parent(factory._meta.model), **kwargs)


def _parent(model):
    above = model.allowed_parent_page_models()[0]
    if above is HomePage:
        return HomePage.objects.get()
    return above.objects.first() or grow(factories()[above])
