"""関係者: parties, links, 調査票, and the door of those without an account (M-2.3, M-3.1)."""
