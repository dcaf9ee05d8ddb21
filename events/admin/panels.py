from wagtail.admin.panels import HelpPanel


class StatePanel(HelpPanel):
    """In the page editor: where an event is postponed or cancelled, for whoever may do that."""

    def __init__(self, **kwargs):
        super().__init__(template="events/admin/state_panel.html", **kwargs)

    def clone_kwargs(self):
        kwargs = super().clone_kwargs()
        return {name: value for name, value in kwargs.items() if name not in {"template", "content"}}

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self):
            event = self.instance
            return not event.pk or event.permissions_for_user(self.request.user).can_publish()
