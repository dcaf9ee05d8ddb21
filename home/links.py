from django.db.models import Q
from wagtail.models import Page

from cms.models import public_pages
from events.models import EventIndexPage
from practices.models import ExperimentLineIndexPage, PracticeIndexPage, VideoIndexPage


class HomeLinks:
    """The public pages that the home page speaks of, fetched in one query for all."""

    def __init__(self, home):
        chosen = [home.story_page_id, home.experiment_line_id, home.call_id, home.video_id]
        overviews = [PracticeIndexPage, ExperimentLineIndexPage, EventIndexPage, VideoIndexPage]
        pages = (
            public_pages()
            .filter(
                Q(pk__in=[pk for pk in chosen if pk])
                | (Page.objects.child_of_q(home) & Page.objects.type_q(*overviews))
            )
            .select_related("callpage__contact", "experimentlinepage", "videopage__poster")
        )
        by_id = {page.pk: page for page in pages}
        by_type = {page.specific_class: page for page in by_id.values()}
        self.story = by_id.get(home.story_page_id)
        self.experiment_line = getattr(by_id.get(home.experiment_line_id), "experimentlinepage", None)
        self.call = getattr(by_id.get(home.call_id), "callpage", None)
        self.video = getattr(by_id.get(home.video_id), "videopage", None)
        self.practices = by_type.get(PracticeIndexPage)
        self.experiment_lines = by_type.get(ExperimentLineIndexPage)
        self.agenda = by_type.get(EventIndexPage)
        self.videos = by_type.get(VideoIndexPage)
