"""The form in which editors write a practice: five tabs, in the order in which people tell about it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import Page

from cms.forms.widgets import Checklist
from cms.models import BasePage
from practices.models.facts import HEADINGS
from practices.page_form import PracticePageForm
from practices.panels import CompletenessPanel, SubmissionPanel, UpkeepPanel

CONTENT = [
    SubmissionPanel(heading=_("Sent in by a visitor")),
    CompletenessPanel(heading=_("What is still missing")),
    *Page.content_panels,
    FieldPanel("summary"),
    MultiFieldPanel(
        [
            FieldPanel("municipalities", widget=Checklist),
            FieldPanel("themes", widget=Checklist),
            FieldPanel("instruments", widget=Checklist),
        ],
        heading=_("Where and what"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("status"), FieldPanel("status_note")]),
            FieldRowPanel([FieldPanel("start_year"), FieldPanel("end_year"), FieldPanel("years_note")]),
            FieldRowPanel([FieldPanel("budget"), FieldPanel("budget_note")]),
            FieldRowPanel([FieldPanel("participants"), FieldPanel("participants_note")]),
        ],
        heading=_("Key facts"),
    ),
    MultiFieldPanel([FieldPanel(name) for name in HEADINGS], heading=_("Description")),
    InlinePanel("figures", heading=_("Figures about the reach"), label=_("Figure"), max_num=4),
    InlinePanel("sources", heading=_("Sources"), label=_("Source")),
]
PROFILE = [
    MultiFieldPanel(
        [
            FieldPanel("continuum_start"),
            FieldPanel("continuum_during"),
            FieldPanel("continuum_now"),
            FieldPanel("continuum_confirmed_on"),
        ],
        heading=_("Position on the continuum"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("influence"), FieldPanel("government_role")]),
            FieldRowPanel([FieldPanel("recruitment"), FieldPanel("interaction"), FieldPanel("level")]),
            FieldPanel("phases"),
            FieldPanel("partners"),
        ],
        heading=_("Profile of the analysis framework"),
        help_text=_("Choices without a value judgement. Leave empty what you do not know: the page says so."),
    ),
]
SHARING = [
    InlinePanel(
        "lessons",
        heading=_("Lessons"),
        label=_("Lesson"),
        help_text=_("What you would tell a colleague of another municipality."),
    ),
    InlinePanel(
        "documents",
        heading=_("Documents to use again"),
        label=_("Document"),
        help_text=_("Regulations, templates, letters: a file of this site or the address of a page elsewhere."),
    ),
    FieldPanel("videos", widget=Checklist),
    MultipleChooserPanel(
        "adoptions",
        chooser_field_name="origin",
        heading=_("Adopted from"),
        label=_("Practice"),
        help_text=_("The practices of this inventory that were the example. Their pages will name this one as well."),
    ),
    FieldPanel("adopted_from_note"),
    FieldPanel("body"),
]
KEEPING = [
    MultiFieldPanel([FieldPanel("contact"), FieldPanel("shows_contact")], heading=_("Contact")),
    UpkeepPanel(heading=_("Still true?")),
    FieldPanel("internal_note", icon="lock"),
]
#: The summary stands on the first tab.
PROMOTE = [panel for panel in BasePage.promote_panels if getattr(panel, "field_name", "") != "summary"]


def edit_handler():
    return TabbedInterface(
        [
            ObjectList(CONTENT, heading=_("Practice")),
            ObjectList(PROFILE, heading=_("Profile")),
            ObjectList(SHARING, heading=_("Learn and share")),
            ObjectList(KEEPING, heading=_("Keep up")),
            ObjectList(PROMOTE, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ],
        base_form_class=PracticePageForm,
    )
