"""Processes that race: each sets Django up anew, waits for the others, and does its part."""

import multiprocessing
import os
import traceback


def race(worker, arguments, database_url: str) -> list:
    """Run ``worker(argument)`` in one fresh process each, at the same moment; return what they returned."""
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:
        results = manager.list()
        barrier = manager.Barrier(len(arguments))
        processes = [
            context.Process(target=_run, args=(worker, argument, database_url, barrier, results))
            for argument in arguments
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join(180)
            assert process.exitcode == 0
        return list(results)


def _run(worker, argument, database_url, barrier, results):
    os.environ["DATABASE_URL"] = database_url
    os.environ["DJANGO_SETTINGS_MODULE"] = "lokakarya.settings"
    os.environ["MAIL_URL"] = "memory://"
    # Exactly what a server process does before its first request.
    import lokakarya.wsgi  # noqa: F401

    barrier.wait(60)
    try:
        results.append(worker(argument))
    except Exception:
        results.append(traceback.format_exc())
