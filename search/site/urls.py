from django.urls import path

from search.site import views
from search.site.insight.clicks import click

urlpatterns = [
    path("zoeken/", views.search, name="search"),
    path("zoeken/suggesties/", views.suggestions, name="search_suggestions"),
    path("zoeken/klik/", click, name="search_click"),
]
