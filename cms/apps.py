from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Content management")

    def ready(self):
        from cms import cache, checks, found_documents, housekeeping, keys, private_links
        from search.engine import memory

        cache.connect_signals()
        checks.register_checks()
        found_documents.connect()
        housekeeping.register_jobs()
        keys.register()
        private_links.mask_access_log()
        memory.remember_with(cache.per_version)
