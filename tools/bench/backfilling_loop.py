#!/usr/bin/env python3
"""EASY backfilling (by counts) of a log as a bare Python loop: the yardstick of `bench.sh jobs`.

usage: backfilling_loop.py LOG.csv NODES START.csv
Reads job_id, submit, procs, run_time, walltime (whole seconds), writes job_id, start, and prints
the CPU seconds of the loop alone: no reading, no writing, no tables."""

import bisect
import csv
import heapq
import sys
import time


def easy(jobs, nodes):
    """Start by job id; jobs are (submit, id, procs, run_time, walltime) in order."""
    free = nodes
    queue, ends, expected, starts = [], [], [], {}
    coming, count = 0, len(jobs)
    never = float("inf")

    def start(job, now):
        nonlocal free
        free -= job[2]
        starts[job[1]] = now
        entry = (now + job[4], job[2])
        bisect.insort(expected, entry)
        heapq.heappush(ends, (now + min(job[3], job[4]), job[1], entry))

    while coming < count or ends:
        now = jobs[coming][0] if coming < count else never
        if ends and ends[0][0] < now:
            now = ends[0][0]
        while ends and ends[0][0] == now:
            _, _, entry = heapq.heappop(ends)
            free += entry[1]
            del expected[bisect.bisect_left(expected, entry)]
        while coming < count and jobs[coming][0] == now:
            queue.append(jobs[coming])
            coming += 1
        started = 0
        while started < len(queue) and queue[started][2] <= free:
            start(queue[started], now)
            started += 1
        del queue[:started]
        if not queue or free == 0:
            continue
        wanted, then, shadow = queue[0][2], free, None
        for end, procs in expected:
            if shadow is not None and end > shadow:
                break
            then += procs
            if shadow is None and then >= wanted:
                shadow = end
        extra = then - wanted
        left = [queue[0]]
        for place in range(1, len(queue)):
            job = queue[place]
            if free == 0:
                left += queue[place:]
                break
            in_time = now + job[4] <= shadow
            if job[2] <= free and (in_time or job[2] <= extra):
                if not in_time:
                    extra -= job[2]
                start(job, now)
            else:
                left.append(job)
        queue = left
    return starts


def main():
    log, nodes, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    with open(log, encoding="utf-8") as file:
        rows = [
            (int(row["submit"]), row["job_id"], int(row["procs"]), int(row["run_time"]),
             int(row["walltime"]))
            for row in csv.DictReader(file)
        ]
    jobs = sorted((row for row in rows if row[2] <= nodes), key=lambda row: (row[0], int(row[1])))
    began = time.process_time()
    starts = easy(jobs, nodes)
    seconds = time.process_time() - began
    with open(out, "w", encoding="utf-8") as file:
        file.write("job_id,start\n")
        file.writelines(f"{name},{start}\n" for name, start in starts.items())
    print(f"{seconds:.6f}")


if __name__ == "__main__":
    main()
