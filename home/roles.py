"""The permissions of editors in the admin: three groups and the workflow between them.

They are made once, after the migrations; from then on they belong to the editors, who may change them.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from events.models import EventIndexPage

EDITOR = "Redacteur"
CHIEF_EDITOR = "Hoofdredacteur"
AGENDA_MANAGER = "Agendabeheerder"
WORKFLOW = "Nazicht"


@dataclass(frozen=True)
class Role:
    """Permissions are written as ``app.codename``."""

    on_pages: list[str]
    on_files: list[str]
    elsewhere: list[str]
    only_agenda: bool = False


def _all_of(*models):
    """View, add, change and delete, for ``app.model``."""
    return [model.replace(".", f".{verb}_") for model in models for verb in ["view", "add", "change", "delete"]]


FILES = [
    "wagtailimages.add_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.choose_document",
]
CONTACTS = ["cms.view_person", "cms.add_person", "cms.change_person"]

ROLES = {
    EDITOR: Role(
        on_pages=["wagtailcore.add_page", "wagtailcore.change_page"],
        on_files=FILES,
        elsewhere=["wagtailadmin.access_admin", *CONTACTS],
    ),
    CHIEF_EDITOR: Role(
        on_pages=[f"wagtailcore.{verb}_page" for verb in ["add", "change", "publish", "bulk_delete", "lock", "unlock"]],
        on_files=[
            *FILES,
            "wagtailimages.change_image",
            "wagtailimages.delete_image",
            "wagtaildocs.change_document",
            "wagtaildocs.delete_document",
            "wagtailcore.add_collection",
            "wagtailcore.change_collection",
            "wagtailcore.delete_collection",
        ],
        elsewhere=[
            "wagtailadmin.access_admin",
            "cms.change_sitesettings",
            "practices.view_municipality",
            "practices.change_municipality",
            *_all_of("cms.person", "cms.topic", "practices.theme", "practices.instrument", "wagtailredirects.redirect"),
            *_all_of("search.synonymgroup"),
            "search.view_searchterm",
            *[f"wagtailsearchpromotions.{verb}_searchpromotion" for verb in ["add", "change", "delete"]],
        ],
    ),
    AGENDA_MANAGER: Role(
        on_pages=["wagtailcore.add_page", "wagtailcore.change_page", "wagtailcore.publish_page"],
        on_files=FILES,
        elsewhere=["wagtailadmin.access_admin", *CONTACTS],
        only_agenda=True,
    ),
}


@transaction.atomic
def create_roles():
    """Makes what is missing; what is there stays as the editors left it."""
    known = set(Group.objects.filter(name__in=ROLES).values_list("name", flat=True))
    if not known:
        _drop_unused_defaults()
    for name, role in ROLES.items():
        if name not in known:
            _create_role(name, role)
    if CHIEF_EDITOR not in known and not Workflow.objects.filter(name=WORKFLOW).exists():
        _create_workflow()


def grant_agenda(agenda):
    """The agenda is often made after the roles: its managers get their permissions on it then."""
    for group in Group.objects.filter(name=AGENDA_MANAGER):
        _grant_pages(group, ROLES[AGENDA_MANAGER], [agenda])


def _create_role(name, role):
    group = Group.objects.create(name=name)
    group.permissions.set(_permissions(role.elsewhere))
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=Collection.get_first_root_node(), permission=permission)
        for permission in _permissions(role.on_files)
    )
    pages = EventIndexPage.objects.all() if role.only_agenda else [Page.get_first_root_node()]
    _grant_pages(group, role, pages)


def _grant_pages(group, role, pages):
    for page in pages:
        for permission in _permissions(role.on_pages):
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _permissions(names):
    found = []
    for name in names:
        app, codename = name.split(".")
        found.append(Permission.objects.get(content_type__app_label=app, codename=codename))
    return found


def _create_workflow():
    """Pages of people who may not publish go to a chief editor first."""
    task = GroupApprovalTask.objects.create(name="Nazicht door een hoofdredacteur")
    task.groups.set(Group.objects.filter(name=CHIEF_EDITOR))
    workflow = Workflow.objects.create(name=WORKFLOW)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})


def _drop_unused_defaults():
    """Wagtail's own groups and workflow would stand beside ours and do the same."""
    groups = Group.objects.filter(name__in=["Editors", "Moderators"], user=None)
    if groups:
        Workflow.objects.filter(name="Moderators approval", workflow_states=None).delete()
        GroupApprovalTask.objects.filter(name="Moderators approval", task_states=None).delete()
        groups.delete()
