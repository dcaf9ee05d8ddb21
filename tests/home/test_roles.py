import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Page, Site, Workflow

from home import roles, sites
from tests.factories import EventIndexPageFactory, EventPageFactory, StandardPageFactory, UserFactory


@pytest.fixture
def text_page(home):
    return StandardPageFactory(parent=home)


def test_a_new_site_has_our_three_roles_and_none_of_wagtails(db):
    assert set(Group.objects.values_list("name", flat=True)) == {"Redacteur", "Hoofdredacteur", "Agendabeheerder"}


def test_an_editor_writes_drafts_and_cannot_publish(member, text_page):
    may = text_page.permissions_for_user(member(roles.EDITOR))
    assert may.can_edit()
    assert may.can_add_subpage()
    assert may.can_submit_for_moderation()
    assert not may.can_publish()
    assert not may.can_delete()
    assert not may.can_lock()


def test_a_chief_editor_publishes_locks_and_manages_lists_and_settings(member, text_page):
    chief = member(roles.CHIEF_EDITOR)
    may = text_page.permissions_for_user(chief)
    assert may.can_publish()
    assert may.can_lock()
    assert may.can_delete()
    assert chief.has_perms(
        [
            "cms.change_topic",
            "cms.change_sitesettings",
            "practices.delete_theme",
            "practices.change_municipality",
            "wagtailredirects.add_redirect",
        ]
    )
    assert not chief.has_perm("cms.change_user")


def test_an_agenda_manager_publishes_below_the_agenda_and_nowhere_else(member, home, text_page):
    agenda = EventIndexPageFactory(parent=home)
    meeting = EventPageFactory(parent=agenda)
    manager = member(roles.AGENDA_MANAGER)
    assert agenda.permissions_for_user(manager).can_add_subpage()
    assert meeting.permissions_for_user(manager).can_publish()
    assert not text_page.permissions_for_user(manager).can_edit()
    assert not home.permissions_for_user(manager).can_add_subpage()


def test_an_agenda_that_was_there_before_the_roles_is_opened_to_its_managers(member, home):
    agenda = EventIndexPageFactory(parent=home)
    Group.objects.all().delete()
    roles.create_roles()
    assert agenda.permissions_for_user(member(roles.AGENDA_MANAGER)).can_publish()


def test_submitted_pages_wait_for_a_chief_editor(db):
    workflow = Workflow.objects.get()
    assert workflow.name == "Nazicht"
    assert list(workflow.workflow_pages.values_list("page", flat=True)) == [Page.get_first_root_node().pk]
    assert [group.name for group in workflow.tasks[0].specific.groups.all()] == ["Hoofdredacteur"]


def test_making_the_roles_again_keeps_what_editors_changed(db):
    group = Group.objects.get(name=roles.EDITOR)
    group.permissions.clear()
    Workflow.objects.update(name="Eigen nazicht")
    before = GroupPagePermission.objects.count()

    roles.create_roles()

    assert not group.permissions.exists()
    assert Workflow.objects.get().name == "Eigen nazicht"
    assert GroupPagePermission.objects.count() == before


def test_a_deleted_role_comes_back_without_a_second_workflow(db):
    Group.objects.filter(name=roles.EDITOR).delete()
    roles.create_roles()
    assert Group.objects.filter(name=roles.EDITOR).count() == 1
    assert Workflow.objects.count() == 1


def test_wagtails_group_stays_when_somebody_is_in_it(db):
    Group.objects.all().delete()
    somebody = UserFactory()
    somebody.groups.add(Group.objects.create(name="Editors"))
    roles.create_roles()
    assert somebody.groups.get().name == "Editors"


@pytest.mark.parametrize(
    ("address", "hostname", "port"),
    [
        ("https://labo.example.be", "labo.example.be", 443),
        ("http://labo.example.be", "labo.example.be", 80),
        ("http://localhost:8123", "localhost", 8123),
    ],
)
def test_the_default_site_has_the_public_address(site, settings, address, hostname, port):
    settings.BASE_URL = address
    sites.follow_base_url()
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_url) == (hostname, port, address)
