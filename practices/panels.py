from wagtail.admin.panels import HelpPanel


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
    """In the page editor, for who may publish: who sent the practice in through the public form."""

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
