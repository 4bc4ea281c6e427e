"""`make bench`: measurements against targets, each beside a floor or a peer of the same run. Never a timed test.

Arguments: names of measurements (acts, burst, clocks, papers, posters, post, registry, screen, trail); none = all.
"""

from __future__ import annotations

import os
import platform
import sys

from tests.bench import acts, burst, clocks, papers, post, posters, registry, screen, trail

ALL = {
    "acts": acts.measure,
    "burst": burst.measure,
    "clocks": clocks.measure,
    "post": post.measure,
    "papers": papers.measure,
    "posters": posters.measure,
    "registry": registry.measure,
    "screen": screen.measure,
    "trail": trail.measure,
}


def main() -> int:
    chosen = sys.argv[1:] or list(ALL)
    if unknown := [name for name in chosen if name not in ALL]:
        print(f"知らない測定です: {'、'.join(unknown)}（{'、'.join(ALL)} から選んでください）")
        return 2
    print(f"測定環境: {os.cpu_count()} コア、Python {platform.python_version()}")
    for name in chosen:
        os.sync()  # what the measurement before it wrote is its own affair
        ALL[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
