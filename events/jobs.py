"""What the worker does for events, each job apart: one that fails leaves the others their turn."""

from cms.work.worker import DAY, MINUTE, Job, register
from events.services import changing, indexing, retention, telling


def register_jobs():
    register(Job("give back held seats", every=30, run=changing.expire_held_seats))
    register(Job("fill free seats", every=30, run=changing.fill_all_free_seats))
    register(Job("tell changes of events", every=30, run=telling.tell_changes))
    register(Job("remind participants", every=5 * MINUTE, run=telling.remind))
    register(Job("thank participants", every=5 * MINUTE, run=telling.thank))
    register(Job("find what came of events", every=5 * MINUTE, run=indexing.index_what_is_over))
    register(Job("erase data of participants", every=DAY, run=retention.erase_due))
