"""Processes and those that they started."""

import contextlib
import os
import signal
from pathlib import Path


def parent_and_state(pid):
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except (FileNotFoundError, ProcessLookupError):
        return None, "gone"
    return int(parent), state


def descendants(pid):
    everybody = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    children = [one for one in everybody if parent_and_state(one)[0] == pid]
    return children + [grandchild for child in children for grandchild in descendants(child)]


def gone(pids):
    # Where nobody collects the dead they stay on the list, as zombies.
    return all(parent_and_state(pid)[1] in {"gone", "Z"} for pid in pids)


def command_line(pid):
    return Path(f"/proc/{pid}/cmdline").read_text()


def kill_all(pids):
    """At one moment, as when the power fails: nobody starts another or says goodbye while the others die."""
    for number in [signal.SIGSTOP, signal.SIGKILL]:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
