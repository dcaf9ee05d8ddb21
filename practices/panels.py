from wagtail.admin.compare import TextFieldComparison, register_comparison_class
from wagtail.admin.panels import HelpPanel

from practices.models.profile import ChoiceListField
from practices.upkeep.completeness import completeness

#: Form fields whose name differs from the database's.
FORM_FIELDS = {"topic_items": "topics"}


class ChoiceListComparison(TextFieldComparison):
    """Two versions of a list of choices, in the words of the choices."""

    def __init__(self, field, *pages):
        super().__init__(field, *pages)
        self.val_a, self.val_b = (
            ", ".join(str(choice.label) for choice in field.enum if choice in values)
            for values in (self.val_a, self.val_b)
        )


register_comparison_class(ChoiceListField, comparison_class=ChoiceListComparison)


class CompletenessPanel(HelpPanel):
    """In the page editor: what visitors still miss, with a link to each field."""

    def __init__(self, **kwargs):
        super().__init__(template="practices/admin/completeness_panel.html", **kwargs)

    def clone_kwargs(self):
        kwargs = super().clone_kwargs()
        return {name: value for name, value in kwargs.items() if name not in {"template", "content"}}

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            missing = completeness(self.instance)
            return {
                **super().get_context_data(parent_context),
                "essential": [(want, self.anchor(want)) for want in missing if want.is_essential],
                "useful": [(want, self.anchor(want)) for want in missing if not want.is_essential],
            }

        def anchor(self, want):
            """Where the focus goes: the label of the field, its list of boxes, or the button that adds a row."""
            if want.name in self.form.formsets:
                return f"id_{want.name}-ADD"
            field = self.form[FORM_FIELDS.get(want.name, want.name)]
            return f"{field.id_for_label}-label" if field.id_for_label else field.auto_id


class UpkeepPanel(HelpPanel):
    """In the page editor: when the practice was last checked, and where an editor says that it was."""

    def __init__(self, **kwargs):
        super().__init__(template="practices/admin/upkeep_panel.html", **kwargs)

    def clone_kwargs(self):
        kwargs = super().clone_kwargs()
        return {name: value for name, value in kwargs.items() if name not in {"template", "content"}}

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            practice = self.instance
            may_record = practice.pk and practice.permissions_for_user(self.request.user).can_publish()
            return {**super().get_context_data(parent_context), "practice": practice, "may_record": may_record}


class SubmissionPanel(HelpPanel):
    """In the page editor, for people who may publish: the sender of the practice through the public form."""

    def __init__(self, **kwargs):
        super().__init__(template="practices/admin/submission_panel.html", **kwargs)

    def clone_kwargs(self):
        kwargs = super().clone_kwargs()
        return {name: value for name, value in kwargs.items() if name not in {"template", "content"}}

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self):
            practice = self.instance
            was_sent_in = practice.pk and hasattr(practice, "submission")
            return bool(was_sent_in) and practice.permissions_for_user(self.request.user).can_publish()
