from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Content management")

    def ready(self):
        from cms import cache, checks, housekeeping, private_links, suggestions

        cache.connect_signals()
        checks.register_checks()
        housekeeping.register_jobs()
        private_links.mask_access_log()
        suggestions.register_topics()
