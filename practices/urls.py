"""Addresses that are no page and belong to none; ``cms.urls`` includes them."""

from django.urls import path

from practices.views import upkeep

urlpatterns = [path("nakijken/<str:token>/", upkeep.answer, name="practice_check")]
