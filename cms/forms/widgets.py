from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _


class Checklist(forms.CheckboxSelectMultiple):
    """Boxes to tick, the ticked ones first. A long list narrows while you type; a very long one opens that way."""

    template_name = "cms/admin/checklist.html"
    #: From this many options on there is a field to type in.
    long_list = 15
    #: From this many on, only ticked options show until somebody types: with Tab nobody passes hundreds of boxes.
    very_long_list = 40

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/admin-checklist.js"]

    def optgroups(self, name, value, attrs=None):
        groups = super().optgroups(name, value, attrs)
        return sorted(groups, key=lambda group: not any(option["selected"] for option in group[1]))

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        count = len(context["widget"]["optgroups"])
        context["is_long"] = count >= self.long_list
        context["is_very_long"] = count >= self.very_long_list
        context["filter_label"] = _("Type to choose from %(count)d") % {"count": count}
        return context

    def render(self, name, value, attrs=None, renderer=None):
        # Django's own renderer does not see the templates of the project.
        return super().render(name, value, attrs, TemplatesSetting())
