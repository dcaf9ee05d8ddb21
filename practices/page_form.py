from django.utils.translation import gettext as _

from cms.forms.pages import BasePageForm


class PracticePageForm(BasePageForm):
    def clean(self):
        cleaned_data = super().clean()
        # The rows do not know yet whose they are, so they cannot see it themselves.
        for row in self.formsets["adoptions"].forms if "adoptions" in self.formsets else []:
            origin = row.is_valid() and row.cleaned_data.get("origin")
            if origin and origin.pk == self.instance.pk:
                row.add_error("origin", _("A practice cannot be adopted from itself."))
        return cleaned_data
