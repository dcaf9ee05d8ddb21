"""People who can log in on the demo site, with passwords that exist nowhere else."""

import os
import secrets

from django.conf import settings
from django.contrib.auth.models import Group

from cms.models import User
from home.roles import AGENDA_MANAGER, CHIEF_EDITOR, EDITOR

#: Name for logging in → the group that gives its rights; None makes a superuser.
EDITORS = {
    "redacteur": EDITOR,
    "hoofdredacteur": CHIEF_EDITOR,
    "agendabeheerder": AGENDA_MANAGER,
    "beheerder": None,
}


def logins_path():
    return settings.VAR_DIR / "demo-logins.txt"


def create_editors():
    """Make the demo editors and write their passwords to ``logins_path()``.

    The file comes before the commit of the caller's transaction: an interruption in between leaves passwords of nobody,
    which the next load replaces, and never people whose password is lost.
    """
    lines = []
    for username, group in EDITORS.items():
        if User.objects.filter(username=username).exists():
            continue
        password = secrets.token_urlsafe(12)
        user = User.objects.create_user(
            username,
            # Reserved for examples: the mails of the workflow can be seen, and reach nobody.
            f"{username}@example.org",
            password,
            first_name=username.capitalize(),
            is_staff=True,
            is_superuser=group is None,
        )
        if group:
            user.groups.add(Group.objects.get(name=group))
        lines.append(f"{username:<16} {password}\n")
    if lines:
        _write_private(logins_path(), "".join(lines))


def _write_private(path, text):
    """Write aside and move into place, readable by the owner only: nobody ever sees half a file."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
