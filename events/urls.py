"""Addresses with a personal part; the form to register stands below the page of its event."""

from django.urls import path

from events.views.check_in import check_in
from events.views.qr_code import check_in_code
from events.views.own_page import lost_link, own_page

urlpatterns = [
    path("inschrijving/<uuid:public_id>/<str:signature>/", own_page, name="registration"),
    path("inschrijving/link-kwijt/", lost_link, name="lost_link"),
    path("inchecken/<uuid:public_id>/<str:signature>/", check_in, name="check_in"),
    path("inchecken/<uuid:public_id>/<str:signature>/qr.png", check_in_code, name="check_in_code"),
]
