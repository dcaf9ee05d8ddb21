"""``python -m tests.races.crowd``: processes that do the same thing at the same moment.

One process starts Django and forks the others: fifty processes that start by themselves need minutes. Reads scenes from
the file it is given, as JSON: of each the name of a function of ``process_tasks``, the number of processes, and the
arguments of each round. Prints of each scene what each process answered in each round, and how the processes ended.
"""

import importlib
import json
import multiprocessing
import sys
import traceback
from pathlib import Path

import django
from django.urls import get_resolver

#: Seconds. Enough for thousands of changes of one event, one after the other.
PATIENCE = 30 * 60


def main():
    django.setup()
    # What every process would have to read for itself.
    importlib.import_module("tests.races.process_tasks")
    len(get_resolver().reverse_dict)
    scenes = json.loads(Path(sys.argv[1]).read_text())
    print("answers:", json.dumps([_play(*scene) for scene in scenes]))


def _play(task, count, rounds):
    from tests.races import process_tasks

    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(count), context.Queue()
    crowd = [
        context.Process(target=_run, args=(getattr(process_tasks, task), number, rounds, barrier, answers))
        for number in range(count)
    ]
    for process in crowd:
        process.start()
    given = [[None] * count for _ in rounds]
    if task not in process_tasks.DEADLY:
        for _ in range(count * len(rounds)):
            at, number, answer = answers.get(timeout=PATIENCE)
            given[at][number] = answer
    for process in crowd:
        process.join(PATIENCE)
    return given, [process.exitcode for process in crowd]


def _run(task, number, rounds, barrier, answers):
    from django.db import connection

    connection.ensure_connection()
    for at, arguments in enumerate(rounds):
        barrier.wait(PATIENCE)
        try:
            answer = task(number, **arguments)
        except Exception as error:
            traceback.print_exc()
            answer = f"error: {type(error).__name__}"
        answers.put((at, number, answer))


if __name__ == "__main__":
    main()
