import pytest

from practices.models import VideoSpeaker
from tests.factories import ImageFactory, PracticePageFactory, VideoPageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.any_database


@pytest.fixture
def video(home):
    grow(PracticePageFactory)
    return grow(VideoPageFactory, title="Verenigingen aan het werk", duration=187)


def test_without_script_the_poster_links_to_the_video_and_nothing_loads(client, video):
    html = client.get(video.url).content.decode()
    assert '<a class="btn" href="https://www.youtube.com/watch?v=AAAAAAAAAAA"' in html
    assert "<iframe" not in html
    assert "De video komt van YouTube." in html


def test_a_video_without_a_picture_gets_a_drawn_poster_of_its_own(client, video):
    other = grow(VideoPageFactory)
    arcs = [page.drawing.arcs for page in [video, other]]
    assert all(arcs)
    assert arcs[0] != arcs[1]
    assert 'class="mark" viewBox="0 0 640 360"' in client.get(video.url).content.decode()


def test_a_picture_is_the_poster(client, video):
    video.poster = ImageFactory()
    video.save()
    html = client.get(video.url).content.decode()
    assert 'type="image/avif"' in html
    assert 'loading="lazy"' in html


def test_duration_speakers_and_transcript_are_told(client, video):
    video.speakers = [VideoSpeaker(name="An Voorbeeld", role="expert")]
    video.transcript = "<p>Welkom in onze straat.</p>"
    video.save()
    html = client.get(video.url).content.decode()
    for words in ["3:07 minuten", "An Voorbeeld", "expert", "Welkom in onze straat."]:
        assert words in html


def test_a_missing_transcript_is_said(client, video):
    assert "Deze video heeft nog geen uitgeschreven tekst." in client.get(video.url).content.decode()


def test_an_address_of_an_unknown_host_shows_no_player(client, video):
    type(video).objects.update(video_url="https://example.org/film")  # the form refuses it
    html = client.get(video.url).content.decode()
    assert "example.org" not in html
    assert "Verenigingen aan het werk" in html


def test_the_overview_lists_videos_with_who_speaks(client, video):
    video.speakers = [VideoSpeaker(name="An Voorbeeld")]
    video.save()
    html = client.get(video.get_parent().url).content.decode()
    for words in ["Verenigingen aan het werk", "An Voorbeeld", "3:07"]:
        assert words in html
