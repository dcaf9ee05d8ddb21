from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _


class Checklist(forms.CheckboxSelectMultiple):
    """Boxes to tick in a long list: the ticked ones first, and a field that narrows the list while you type."""

    template_name = "cms/admin/checklist.html"
    #: From this many options on, narrowing helps.
    long_list = 15

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/admin-checklist.js"]

    def optgroups(self, name, value, attrs=None):
        groups = super().optgroups(name, value, attrs)
        return sorted(groups, key=lambda group: not any(option["selected"] for option in group[1]))

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["filter_label"] = _("Type to narrow the list")
        context["is_long"] = len(context["widget"]["optgroups"]) >= self.long_list
        return context

    def render(self, name, value, attrs=None, renderer=None):
        # Django's own renderer does not see the templates of the project.
        return super().render(name, value, attrs, TemplatesSetting())
