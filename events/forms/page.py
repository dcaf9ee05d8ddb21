from cms.forms.pages import BasePageForm
from events.forms.moments import MomentField


class EventPageForm(BasePageForm):
    class Meta(BasePageForm.Meta):
        field_classes = {"start": MomentField, "end": MomentField}
