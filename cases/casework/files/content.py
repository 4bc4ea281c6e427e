"""What a file is, by its content: an allow list, and what makes a file unacceptable. Nothing in it is run.

Source: R-235 (patients' personal data stay out), R-075, R-106. Sizes in bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import puremagic

from cases.casework.files.pdf_text import text_of
from cases.errors import FileRefused

LARGEST = 10 * 1024 * 1024
UNPACKED = 100 * 1024 * 1024
ENTRIES = 2000
RATIO = 200
"""Beyond this a packed part of some size is a bomb, not a document."""
MEDIA = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""By ending; only for the answer's header and the list: which it is, the content says."""
_MAIN = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}
_STARTS = {"pdf": (b"%PDF-",), "png": (b"\x89PNG\r\n\x1a\n",), "jpg": (b"\xff\xd8\xff",), "jpeg": (b"\xff\xd8\xff",)}
_FOREIGN = re.compile(rb"<\s*(!doctype|html|svg|script|\?xml|iframe|body)\b|<script", re.IGNORECASE)
_ACTIVE_PDF = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
_LOCKED_PDF = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")
_ACTIVE_PART = re.compile(
    r"vba|macrosheets|activex|oleobject|embeddings/|\.(exe|dll|js|vbs|bat|ps1|hta|scr|bin)$", re.I
)
_PRINTER = re.compile(r"^(xl|word)/printerSettings/printerSettings\d+\.bin$")
"""What Excel writes beside every sheet that was printed: the printer's settings, nothing that runs."""
_OUTWARD = re.compile(rb'TargetMode\s*=\s*"External"')
_TOO_MUCH = "zip_bomb"
_DISGUISE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing: with them 「報告\u202exslx.exe」 looks like a table."""
_PROGRAMMES = "exe|scr|pif|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|jar|lnk|dll|cpl|reg|docm|xlsm|xlam|pptm"
_HIDDEN_ENDING = re.compile(rf"\.({_PROGRAMMES})[\s._]*\.\w+$", re.IGNORECASE)
"""A second ending that a programme would have: 「請求書.exe.pdf」."""
_UNWANTED = {
    **dict.fromkeys(("xlsm", "xlam", "xltm", "docm", "dotm", "pptm"), "macro"),
    **dict.fromkeys(("xls", "doc", "ppt"), "old"),
    **dict.fromkeys(("zip", "7z", "rar", "lzh", "tar", "gz", "tgz", "iso", "img", "cab"), "archive"),
}
"""Endings that people send in good faith, each with its own way out."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class FileFacts:
    """A file that may be kept. `text`: what could be read of it for the look at personal data; None: nothing could."""

    name: str
    media: str
    size: int
    sha256: str
    text: str | None


def look_at(name: str, content: bytes) -> FileFacts:
    """What the file is. Raises FileRefused with the reason's word (a key of ui/texts.py)."""
    safe = safe_name(name)
    ending = safe.rpartition(".")[2].lower()
    if not content:
        raise FileRefused(safe, "empty")
    if len(content) > LARGEST:
        raise FileRefused(safe, "too_large")
    if _DISGUISE.search(name) or _HIDDEN_ENDING.search(safe):
        raise FileRefused(safe, "disguised")
    if ending not in MEDIA or "." not in safe:
        raise FileRefused(safe, _UNWANTED.get(ending, "kind") if "." in safe else "kind")
    text = _read(safe, ending, content)
    return FileFacts(safe, MEDIA[ending], len(content), hashlib.sha256(content).hexdigest(), text)


def safe_name(name: str) -> str:
    """The name without path, control and direction marks, at most 120 characters; its ending stays."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*%\u2028\u2029')
    kept = re.sub(r"\s+", " ", kept).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:110]}{dot}{ending[:8]}" if dot else (kept[:110] or "名称なし")


def _read(name: str, ending: str, content: bytes) -> str | None:
    if ending in ("txt", "csv"):
        return _plain(name, content)
    if ending in _MAIN:
        return _packed(name, ending, content)
    if not content.startswith(_STARTS[ending]):
        raise FileRefused(name, "mismatch")
    if b"PK\x05\x06" in content[-66_000:] or content.find(b"MZ", 0, 2) == 0:
        raise FileRefused(name, "polyglot")
    if _FOREIGN.search(content[:4096]):
        raise FileRefused(name, "polyglot")
    if ending == "pdf" and _LOCKED_PDF.search(content):
        raise FileRefused(name, "locked")
    if ending == "pdf" and _ACTIVE_PDF.search(content):
        raise FileRefused(name, "active")
    if ending != "pdf" and _FOREIGN.search(content[-4096:]):
        raise FileRefused(name, "polyglot")
    return text_of(content) if ending == "pdf" else None


def _plain(name: str, content: bytes) -> str:
    """Text in UTF-8 or Shift_JIS. Whatever looks like a page, a picture or a programme is none."""
    try:
        known = {match.extension for match in puremagic.magic_string(content[:8192])}
    except puremagic.PureError:
        known = set()
    if known & {".exe", ".dll", ".elf", ".pdf", ".zip", ".png", ".jpg", ".gif", ".rar", ".7z", ".gz"}:
        raise FileRefused(name, "mismatch")
    if b"\x00" in content or content[:2] in (b"MZ", b"#!", b"PK") or content.startswith(b"\x7fELF"):
        raise FileRefused(name, "mismatch")
    if _FOREIGN.search(content):
        raise FileRefused(name, "html")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(name, "mismatch")


def _packed(name: str, ending: str, content: bytes) -> str:
    """An office document's text. Sizes are looked at before anything is unpacked, and unpacking stops at the limit."""
    if content.startswith(_OLD_OFFICE):
        raise FileRefused(name, "locked" if _LOCKED in content else "old")
    if not content.startswith(b"PK\x03\x04"):
        raise FileRefused(name, "mismatch")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            parts = pack.infolist()
            names = {part.filename for part in parts}
            if len(parts) > ENTRIES or sum(part.file_size for part in parts) > UNPACKED:
                raise FileRefused(name, _TOO_MUCH)
            if any(p.file_size > 1_000_000 and p.file_size > RATIO * max(p.compress_size, 1) for p in parts):
                raise FileRefused(name, _TOO_MUCH)
            if any(part.flag_bits & 1 for part in parts):
                raise FileRefused(name, "locked")
            if _MAIN[ending] not in names or "[Content_Types].xml" not in names or len(names) != len(parts):
                raise FileRefused(name, "mismatch")
            if any(".." in one or one.startswith("/") for one in names):
                raise FileRefused(name, "active")
            if any(_ACTIVE_PART.search(one) and not _PRINTER.match(one) for one in names):
                raise FileRefused(name, "active")
            if b"macroEnabled" in pack.read("[Content_Types].xml"):
                raise FileRefused(name, "active")
            for one in names:
                if one.endswith(".rels") and _reaches_out(pack.read(one)):
                    raise FileRefused(name, "active")
            return "\n".join(_texts(pack, ending))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError, ValueError):
        raise FileRefused(name, "mismatch") from None


def _reaches_out(relations: bytes) -> bool:
    """A template, frame or object that is fetched from elsewhere; a plain hyperlink is none."""
    found = re.findall(rb"<Relationship\b[^>]*>", relations)
    return any(_OUTWARD.search(one) and not re.search(rb'/hyperlink"', one) for one in found)


def _texts(pack: zipfile.ZipFile, ending: str) -> Iterator[str]:
    """The words of the document, a line per paragraph or row; the marks around them are dropped, not interpreted."""
    if ending == "docx":
        body = pack.read("word/document.xml").decode("utf-8", "replace")
        body = re.sub(r"</w:tc>", "\t", re.sub(r"</w:tr>|(?<!</w:tc>)</w:p>(?!\s*</w:tc>)", "\n", body))
        yield re.sub(r"<[^>]*>", "", body)
        return
    shared: list[str] = []
    if "xl/sharedStrings.xml" in pack.namelist():
        words = pack.read("xl/sharedStrings.xml").decode("utf-8", "replace")
        shared = [re.sub(r"<[^>]*>", "", one) for one in re.findall(r"<si\b[^>]*>(.*?)</si>", words, re.DOTALL)]
    for sheet in sorted(one for one in pack.namelist() if one.startswith("xl/worksheets/sheet")):
        rows = pack.read(sheet).decode("utf-8", "replace")
        for row in re.findall(r"<row\b[^>]*>(.*?)</row>", rows, re.DOTALL):
            cells = re.findall(r"<c\b([^>]*)>(.*?)</c>", row, re.DOTALL)
            yield "\t".join(_cell(marks, inner, shared) for marks, inner in cells)


def _cell(marks: str, inner: str, shared: list[str]) -> str:
    value = re.sub(r"<[^>]*>", "", inner)
    if 't="s"' in marks and value.isdigit() and int(value) < len(shared):
        return shared[int(value)]
    return value
