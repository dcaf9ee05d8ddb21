"""The screens on which editors tidy up the topics: list, rename, merge."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from cms.forms.pages import MergeTopicForm
from cms.models import Topic
from cms.permissions import logged_in
from cms.topics import services

MERGE = ["cms.change_topic", "cms.delete_topic"]


class TopicEditView(EditView):
    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if logged_in(self.request).has_perms(MERGE):
            url = reverse(Topic.snippet_viewset.get_url_name("merge"), args=[self.object.pk])
            buttons.append(Button(_("Merge with another topic"), url=url, icon_name="resubmit", priority=15))
        return buttons


class MergeTopicView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    permission_required = MERGE
    form_class = MergeTopicForm
    template_name = "cms/admin/merge_topic.html"
    header_icon = "tag"
    extra_context = {"submit_button_label": _("Merge"), "submit_button_active_label": _("Merging…")}

    @cached_property
    def topic(self):
        return get_object_or_404(Topic, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "targets": Topic.objects.exclude(pk=self.topic.pk)}

    def get_initial(self):
        return {"target": self.request.GET.get("target")}

    def get_page_title(self):
        return gettext("Merge “%(topic)s” into another topic") % {"topic": self.topic.name}

    def get_breadcrumbs_items(self):
        topics = {"url": reverse(Topic.snippet_viewset.get_url_name("list")), "label": _("Topics")}
        return [*super().get_breadcrumbs_items(), topics, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(topic=self.topic, page_count=self.topic.topic_items.count(), **kwargs)

    def form_valid(self, form):
        source, target = self.topic, form.cleaned_data["target"]
        count = services.merge_topics(source=source, target=target, by=logged_in(self.request))
        done = ngettext(
            "“%(source)s” is merged into “%(target)s”, with %(count)d page.",
            "“%(source)s” is merged into “%(target)s”, with %(count)d pages.",
            count,
        )
        messages.success(self.request, done % {"source": source.name, "target": target.name, "count": count})
        return redirect(Topic.snippet_viewset.get_url_name("list"))


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_order = 410
    add_to_admin_menu = True
    ordering = "name"
    list_display = ["name", Column("page_count", label=_("Pages"), sort_key="page_count")]
    # The database's own search: the search index cannot order by a count.
    search_backend_name = None
    search_fields = ["name"]
    edit_view_class = TopicEditView

    def get_queryset(self, request):
        return Topic.objects.annotate(page_count=Count("topic_items"))

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("merge/<key:pk>/", MergeTopicView.as_view(), name="merge")]
