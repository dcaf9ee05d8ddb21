from home.models.calls import CallIndexPage, CallPage
from home.models.pages import FeaturedPractice, HomePage, StandardPage

__all__ = ["CallIndexPage", "CallPage", "FeaturedPractice", "HomePage", "StandardPage"]
