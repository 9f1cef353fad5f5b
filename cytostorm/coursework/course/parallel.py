"""Work shared between processes, with a line that says how far it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")
FEW = 24  # tasks that are done sooner than processes are started


def share(work: Callable[[Task], Done], tasks: Sequence[Task], what: str, processes: int | None = None, quiet: bool = False) -> list[Done]:
    """The results of one function over many tasks, in their order; on as many processes as there are cores unless told.

    Function, tasks and results must be picklable.
    """
    processes = processes or os.cpu_count() or 1
    if processes == 1 or len(tasks) <= FEW:
        return list(_told(map(work, tasks), len(tasks), what, quiet))
    with ProcessPoolExecutor(processes) as pool:
        return list(_told(pool.map(work, tasks, chunksize=max(1, min(20, len(tasks)//(8*processes)))), len(tasks), what, quiet))


def _told(results: Iterator[Done], total: int, what: str, quiet: bool) -> Iterator[Done]:
    """The same results; a line on the error stream is rewritten on a terminal, and written at most ten times elsewhere."""
    live = sys.stderr.isatty()
    for i, result in enumerate(results, 1):
        yield result
        if not quiet and (i == total or i % max(1 if live else 100, total//(100 if live else 10)) == 0):
            print(f"{chr(13)*live}{what}: {i:,} of {total:,}", end="\n" if i == total or not live else "", file=sys.stderr, flush=True)
