from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Content management")

    def ready(self):
        from cms import checks, found_documents, keys
        from cms.mail import private_links
        from cms.web import cache
        from cms.work import housekeeping
        from search.engine import memory

        cache.connect_signals()
        checks.register_checks()
        found_documents.connect()
        housekeeping.register_jobs()
        keys.register()
        private_links.mask_access_log()
        memory.remember_with(cache.per_version)
