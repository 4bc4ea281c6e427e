"""The stage diagram as SVG, drawn from the handbook itself: no script, no image from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from html import escape

from cases import handbook
from cases.vocabulary import StageKey

FONT = "BIZ UDPGothic, Noto Sans JP, Noto Sans CJK JP, Meiryo, sans-serif"
WIDTH, HEIGHT, GAP_X, GAP_Y = 220, 56, 110, 20


def columns() -> list[list[StageKey]]:
    """The stages by their distance from the first one (the longest way counts)."""
    depth = {stage.key: 0 for stage in handbook.STAGES}
    for _ in handbook.STAGES:
        for stage in handbook.STAGES:
            for after in stage.follows:
                depth[after] = max(depth[after], depth[stage.key] + 1)
    return [[key for key, n in depth.items() if n == level] for level in sorted(set(depth.values()))]


def flow_svg() -> str:
    """Boxes from left to right; several stages of one column may run at the same time."""
    placed = columns()
    tall = max(len(column) for column in placed)
    height = tall * (HEIGHT + GAP_Y) - GAP_Y
    spots = {
        key: (x * (WIDTH + GAP_X), (height - (len(column) * (HEIGHT + GAP_Y) - GAP_Y)) / 2 + y * (HEIGHT + GAP_Y))
        for x, column in enumerate(placed)
        for y, key in enumerate(column)
    }
    lines = "".join(_line(spots[stage.key], spots[after]) for stage in handbook.STAGES for after in stage.follows)
    boxes = "".join(_box(key, spot) for key, spot in spots.items())
    wide = len(placed) * (WIDTH + GAP_X) - GAP_X
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide + 8}" height="{height + 8}" '
        f'viewBox="-4 -4 {wide + 8} {height + 8}" font-family="{FONT}" role="img" aria-label="段階の流れ図">'
        f"{lines}{boxes}</svg>"
    )


def flow_html() -> str:
    """The diagram as an image with its words: Streamlit shows no SVG as such, and its own images carry no words."""
    words = "。".join(
        f"{stage.label}の次は{'と'.join(after.label for after in stage.follows)}"
        for stage in handbook.STAGES
        if stage.follows
    )
    code = b64encode(flow_svg().encode()).decode()
    return f'<img class="rk-flow" src="data:image/svg+xml;base64,{code}" alt="段階の流れ図。{escape(words)}。">'


def _box(key: StageKey, spot: tuple[float, float]) -> str:
    x, y = spot
    return (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="8" fill="#e8f1fe" stroke="#0017c1" '
        f'stroke-width="2"></rect><text x="{x + WIDTH / 2}" y="{y + HEIGHT / 2 + 6}" text-anchor="middle" '
        f'font-size="18" font-weight="700" fill="#333333">{escape(key.label)}</text>'
    )


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    x1, y1 = start[0] + WIDTH, start[1] + HEIGHT / 2
    x2, y2 = end[0] - 9, end[1] + HEIGHT / 2
    middle = (x1 + x2) / 2
    return (
        f'<path d="M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}" fill="none" stroke="#767676" stroke-width="2">'
        f'</path><path d="M{x2} {y2 - 6} l9 6 l-9 6 z" fill="#767676"></path>'
    )
