from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site


def follow_base_url():
    """Gives the default site the address of ``BASE_URL``: full links, canonical addresses and mails start with it."""
    base = urlsplit(settings.BASE_URL)
    port = base.port or (443 if base.scheme == "https" else 80)
    for site in Site.objects.filter(is_default_site=True).exclude(hostname=base.hostname, port=port):
        site.hostname, site.port = base.hostname, port
        site.save()
    # The heading of the dashboard.
    Site.objects.filter(site_name="").update(site_name=settings.WAGTAIL_SITE_NAME)
