from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Home")

    def ready(self):
        # Django makes the permissions of an app when it signals that app; at the last one, all are there.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(_prepare_site, sender=last)
        post_save.connect(_open_to_agenda_managers, sender="events.EventIndexPage")


def _prepare_site(apps=apps, **kwargs):
    from home import roles, sites

    if _is_complete(apps):
        roles.create_roles()
        sites.follow_base_url()


def _is_complete(migrated):
    """False after ``migrate`` of a part, and in a test database that was flushed: there is nothing to prepare yet."""
    from wagtail.models import Page

    missing = {config.label for config in apps.get_app_configs() if config.models_module} - migrated.app_configs.keys()
    return not missing and Page.get_first_root_node() is not None


def _open_to_agenda_managers(instance, created, raw=False, **kwargs):
    from home import roles

    if created and not raw:
        roles.grant_agenda(instance)
