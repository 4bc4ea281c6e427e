"""What the pages are called, and which sentences of the notice each carries out."""

from __future__ import annotations

TITLES = {
    "my_desk": "私の業務",
    "notices": "お知らせ",
    "intake": "受付",
    "worklist": "案件一覧",
    "facilities": "医療機関等",
    "posters": "院内掲示",
    "campaigns": "要請の周知",
    "circulars": "周知・注意喚起",
    "requests": "国からの依頼",
    "nation": "全国",
    "undelivered": "届いていない通知",
    "papers": "文書番号簿",
    "mailbox": "演習用の受信箱",
    "advice": "助言の事例集",
    "inspectors": "医療監視員",
    "rota": "当番と代理",
    "rules": "定めと暦",
    "standing": "定時の処理",
    "handbook": "手引き",
    "case": "案件",
}
ICONS = {
    "my_desk": ":material/inbox:",
    "notices": ":material/notifications:",
    "intake": ":material/add_call:",
    "worklist": ":material/list_alt:",
    "facilities": ":material/local_hospital:",
    "posters": ":material/contact_phone:",
    "campaigns": ":material/shield:",
    "circulars": ":material/mark_email_read:",
    "requests": ":material/campaign:",
    "nation": ":material/grid_view:",
    "undelivered": ":material/unsubscribe:",
    "papers": ":material/format_list_numbered:",
    "mailbox": ":material/mail:",
    "advice": ":material/tips_and_updates:",
    "inspectors": ":material/badge:",
    "rota": ":material/event_available:",
    "rules": ":material/gavel:",
    "standing": ":material/schedule:",
    "handbook": ":material/menu_book:",
    "case": ":material/folder_open:",
}
SOURCES = {
    "my_desk": ("M-2.2", "M-3.1"),
    "intake": ("M-1.2b", "M-2.1", "M-2.1p", "A-1"),
    "worklist": ("M-2.1", "M-2.2"),
    "papers": ("M-2.2", "M-3.1"),
    "facilities": ("M-0.5", "M-2.3", "A-5"),
    "posters": ("A-0", "A-4", "A-5"),
    "circulars": ("M-1.1", "M-1.2a", "M-1.2b", "M-1.3", "M-1.4"),
    "requests": ("M-3.2",),
    "nation": ("M-0.6", "M-2.2", "M-3.2"),
    "advice": ("M-3.4",),
    "inspectors": ("M-3.3",),
    "rules": ("M-0.4", "M-0.7", "M-1.2b", "M-1.4", "M-2.2"),
    "handbook": ("M-T", "M-0.1", "M-0.2", "M-0.3", "M-0.4", "M-0.5", "M-0.6", "M-0.7", "M-4.5", "M-4.6"),
}
"""The sentences of the notice that a page carries out, its forms apart: those name their own."""


def sources() -> dict[str, tuple[str, ...]]:
    """Page title → the sentences that it carries out, for the trace of the notice."""
    return {TITLES[name]: found for name, found in SOURCES.items()}
