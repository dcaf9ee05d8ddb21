from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_modeladmin.options import modeladmin_register

from cms import found_documents
from cms.forms.pages import refuse_reserved_slug
from cms.mail.admin import OutboxAdmin
from cms.models import Person, SiteDocument
from cms.rich_text import LightPageLinkHandler
from cms.topics.admin import TopicViewSet

register_snippet(TopicViewSet)
modeladmin_register(OutboxAdmin)


@register_snippet
class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    menu_order = 420
    add_to_admin_menu = True
    list_display = ["name", "role", "organisation", "email"]
    search_backend_name = None
    search_fields = ["name", "role", "organisation", "email"]


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own
def link_to_pages_lightly(features):
    features.register_link_type(LightPageLinkHandler)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    @actions.register_action("cms.merge_topic")
    class MergeTopic(LogFormatter):
        label = _("Merge topics")

        def format_message(self, log_entry):
            return gettext("Took over the pages of “%(source)s”") % {"source": log_entry.data["source"]}


@hooks.register("before_move_page")
def refuse_move_to_reserved_address(request, page, destination):
    return _refuse_move(request, [page], destination)


@hooks.register("before_bulk_action")
def refuse_bulk_move_to_reserved_address(request, action_type, objects, action):
    if action_type == "move":
        return _refuse_move(request, objects, action.cleaned_form.cleaned_data["chooser"])
    return None


def _refuse_move(request, pages, destination):
    for page in pages:
        try:
            refuse_reserved_slug(page.slug, destination)
        except ValidationError as error:
            messages.error(request, f"{page}: {' '.join(error.messages)}")
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("after_bulk_action")
def index_moved_documents(request, action_type, objects, action):
    # Wagtail moves them in one stroke, without saving them.
    if action_type == "add_to_collection" and action.models == [SiteDocument]:
        found_documents.index_again(objects)
