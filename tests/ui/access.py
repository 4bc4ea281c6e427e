"""What a screen reader, a keyboard and a finger need, asked of the page as the browser drew it."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_SCRIPT = (Path(__file__).parent / "access.js").read_text(encoding="utf-8")
TAP = 44
"""Pixels, as the design system of the Digital Agency asks for buttons."""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
"""JIS X 8341-3 is WCAG's text; the rules of axe-core for levels A and AA, and its advice."""


def barriers(page: Page) -> list[str]:
    """One line per thing that bars somebody's way; empty when there is none."""
    own: list[str] = page.evaluate(_SCRIPT, TAP)
    broken = Axe().run(page, options=RULES).response["violations"]
    return own + [f"{rule['id']}: {node['html'][:120]}" for rule in broken for node in rule["nodes"]]


def unseen_focus(page: Page, stops: int = 12) -> list[str]:
    """Press Tab `stops` times; what has the focus and does not show it."""
    page.evaluate("document.activeElement.blur()")
    unseen = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        told: str = page.evaluate(
            """() => {
                let at = document.activeElement;
                if (!at || at === document.body) return "";
                const shown = e => {
                    const s = getComputedStyle(e);
                    return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none"
                        || e.getAttribute("role") === "spinbutton";
                };
                const name = at.tagName + " " + (at.getAttribute("aria-label") || at.textContent || "").slice(0, 30);
                for (let n = 0; at && n < 4; n++, at = at.parentElement) {
                    if (shown(at) || at.hasAttribute("data-focused") || at.hasAttribute("data-focus-within")) return "";
                }
                return name;
            }"""
        )
        if told:
            unseen.append(told)
    return unseen
