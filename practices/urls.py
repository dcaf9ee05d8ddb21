"""Addresses that are no page and belong to none; ``cms.urls`` includes them."""

from django.urls import path

from practices.upkeep import views

urlpatterns = [path("nakijken/<str:token>/", views.answer, name="practice_check")]
