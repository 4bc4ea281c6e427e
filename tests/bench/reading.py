"""How figures are printed: percentiles, and the target they are held against."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0–1) of the values lie, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def spread(what: str, values: Sequence[float], target: float | None = None) -> None:
    """Print p50 / p95 / max in seconds, with the verdict on p95 where there is a target."""
    p95 = percentile(values, 0.95)
    held = "" if target is None else f"　目標 p95 ≤ {target:g} 秒: {'達成' if p95 <= target else '未達'}"
    print(
        f"{what}: n={len(values)}  p50 {median(values):.3f}  p95 {p95:.3f}  max {max(values):.3f} 秒{held}", flush=True
    )


def single(what: str, seconds: float, target: float | None = None) -> None:
    held = "" if target is None else f"　目標 ≤ {target:g} 秒: {'達成' if seconds <= target else '未達'}"
    print(f"{what}: {seconds:.2f} 秒{held}", flush=True)
