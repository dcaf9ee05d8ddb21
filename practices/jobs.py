"""The worker's jobs for the inventory."""

from cms.work.worker import DAY, Job, register
from practices.exchange.imports import services as imports
from practices.submission import services as submissions
from practices.upkeep import services as upkeep


def register_jobs():
    register(Job("import practices", every=2, run=imports.work, alone=False))
    register(Job("forget cells of old imports", every=DAY, run=imports.purge))
    register(Job("ask contacts of practices", every=DAY, run=upkeep.ask_contacts))
    register(Job("forget who sent in practices", every=DAY, run=submissions.forget_senders))
