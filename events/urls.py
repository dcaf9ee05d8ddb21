"""Addresses with a personal part; the form to register stands below the page of its event."""

from django.urls import path

from events.views import own_page
from events.views.check_in import check_in, neutral
from events.views.lost_link import lost_link, lost_link_sent
from events.views.qr_code import check_in_code

OWN_PAGE = "inschrijving/<uuid:public_id>/<str:signature>/"

urlpatterns = [
    path("inschrijving/link-kwijt/", lost_link, name="lost_link"),
    path("inschrijving/link-kwijt/verstuurd/", lost_link_sent, name="lost_link_sent"),
    path(OWN_PAGE, own_page.own_page, name="registration"),
    path(f"{OWN_PAGE}bevestigen/", own_page.confirm, name="registration_confirm"),
    path(f"{OWN_PAGE}gegevens/", own_page.details, name="registration_details"),
    path(f"{OWN_PAGE}annuleren/", own_page.cancel, name="registration_cancel"),
    # Mail programs break links off.
    path("inschrijving/", own_page.closed),
    path("inschrijving/<path:rest>/", own_page.closed),
    path("inchecken/<uuid:public_id>/<str:signature>/", check_in, name="check_in"),
    path("inchecken/<uuid:public_id>/<str:signature>/qr.png", check_in_code, name="check_in_code"),
    path("inchecken/<path:rest>/", neutral),
]
