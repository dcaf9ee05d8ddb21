import signal

from django.core.management.base import BaseCommand

from cms.work.worker import Worker


class Command(BaseCommand):
    help = "Sends mail, publishes what is scheduled and cleans up, until SIGTERM or Ctrl-C. More than one may run."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="run the jobs that are due and stop")

    def handle(self, *, once, **options):
        worker = Worker()
        for number in [signal.SIGTERM, signal.SIGINT]:
            signal.signal(number, worker.stop)
        if once:
            worker.run_due()
        else:
            worker.run()
