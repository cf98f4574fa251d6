"""Running a command and weighing it: CPU-seconds of the whole process tree, wall time, peak resident memory."""

import os
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from statistics import median

import psutil

POLLED_EVERY = 0.1  # seconds


@dataclass(frozen=True)
class Weight:
    """What one run cost: CPU and wall in seconds, peak memory in bytes (sum over the tree)."""

    cpu: float
    wall: float
    peak: int


def weigh(command: Sequence[str]) -> Weight:
    """Run a command to its end. Raises RuntimeError when it fails, with the end of what it said."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        watched, peak = psutil.Process(process.pid), 0
        # waitid leaves the process to be reaped below, by wait4, which tells the CPU of it and of its children.
        while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            peak = max(peak, _resident(watched))
            time.sleep(POLLED_EVERY)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if process.returncode and process.stderr:
            told = process.stderr.read().decode(errors="replace")
            raise RuntimeError(f"{' '.join(command)} failed ({process.returncode}): {told[-2000:]}")
    return Weight(usage.ru_utime + usage.ru_stime, wall, peak)


def middle(weights: Sequence[Weight]) -> Weight:
    """The median of each quantity, taken apart."""
    return Weight(
        median(weight.cpu for weight in weights),
        median(weight.wall for weight in weights),
        int(median(weight.peak for weight in weights)),
    )


def _resident(root: psutil.Process) -> int:
    """Resident memory of the tree; a process that ends while it is looked at counts for nothing."""
    total = 0
    with suppress(psutil.NoSuchProcess):
        for process in (root, *root.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                total += process.memory_info().rss
    return total
