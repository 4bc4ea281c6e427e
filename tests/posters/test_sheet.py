"""院内掲示: word for word, the ministry's desk of the day, companies or blanks, readable from afar."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from cases.errors import ActNotOpen, PaperUnprintable
from cases.posters import press
from cases.posters.sheet import Facts, VendorBlock, page
from ui import texts

SEED = (Path(__file__).parent / "data" / "seed_poster.txt").read_text(encoding="utf-8")
"""The annex 「院内掲示用」 of the notice of 2018-10-29, as the seed gives it, line for line."""
DAY = date(2021, 10, 31)
VENDORS = (
    ("架空電子カルテ株式会社", "0120-000-111", "保守窓口 当番"),
    ("架空ネットワーク保守合同会社", "088-000-0002", "医療情報部 主任"),
    ("架空部門システム株式会社", "090-0000-0003", "当直"),
)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def printed(count: int, day: date = DAY, **rest: Any) -> PdfReader:
    sheet = page(Facts("架空市立中央病院", VENDORS[:count]), day, **rest)
    return read(press.print_posters([sheet], day))


def words(reader: PdfReader) -> str:
    return "".join("".join(one.extract_text().split()) for one in reader.pages)


def sizes(reader: PdfReader) -> dict[str, float]:
    """Text run → its size in points on the paper."""
    found: dict[str, float] = {}

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip():
            found[text.strip()] = abs(size * tm[3] * cm[3])

    for one in reader.pages:
        one.extract_text(visitor_text=visit)
    return found


@pytest.mark.requirement("R-160")
@pytest.mark.parametrize("count", range(4))
def test_掲示の文は_別紙と一字も違わない(count: int) -> None:
    said = words(printed(count))
    blocks = ["".join(block.split()) for block in SEED.split("\n\n") if block.strip()]
    assert len(blocks) == 9
    for block in blocks:
        assert block in said
    for label in ("社名：", "電話番号：", "担当者名："):
        assert said.count(label) == max(1, count)


@pytest.mark.requirement("R-161")
@pytest.mark.parametrize(
    ("day", "office", "phone"),
    [
        (date(2018, 10, 29), "医政局研究開発振興課医療技術情報推進室", "03-3595-2430"),
        (date(2022, 11, 9), "医政局研究開発振興課医療技術情報推進室", "03-3595-2430"),
        (date(2022, 11, 10), "医政局特定医薬品開発支援・医療情報担当参事官室", ""),
    ],
)
def test_国の連絡先は_印刷する日の窓口になる(day: date, office: str, phone: str) -> None:
    said = words(printed(1, day))
    assert office in said
    assert ("03-3595-2430" in said) is bool(phone)
    assert ("平日午前９時～午後６時" in said) is bool(phone)
    assert f"{day.year}年）{day.month}月{day.day}日".replace("年）11月9日", "年）11月９日") in said


def test_窓口が定められる前の日では_掲示を作れない() -> None:
    with pytest.raises(ActNotOpen) as refused:
        printed(1, date(2018, 10, 28))
    assert "窓口が定められていません" in texts.sentence(refused.value)


@pytest.mark.requirement("R-162")
@pytest.mark.parametrize("count", range(6))
def test_保守会社等は_ない場合も三社でも_一枚に収まる(count: int) -> None:
    known = (VENDORS * 2)[:count]
    reader = read(press.print_posters([page(Facts("架空市立中央病院", known), DAY)], DAY))
    assert len(reader.pages) == 1
    said = words(reader)
    for company, phone, person in known:
        assert all("".join(part.split()) in said for part in (company, phone, person))


@pytest.mark.requirement("R-163")
def test_未記入でも断らず_書き込む欄が残り_未記入と分かる() -> None:
    assert page(Facts("架空市立中央病院"), DAY).unfilled == ("社名", "電話番号", "担当者名")
    assert page(Facts("架空市立中央病院", VENDORS[:1]), DAY).unfilled == ()
    half = page(Facts("", (*VENDORS[:1], ("架空保守", "", ""))), date(2026, 11, 1))
    assert half.unfilled == ("厚生労働省の電話番号", "電話番号（2社目）", "担当者名（2社目）")
    blank, partly, filled = (rules(Facts("", some)) for some in ((), (("架空保守", "", ""),), VENDORS[:1]))
    assert blank > partly > filled


def rules(facts: Facts) -> int:
    """Black lines of at least a third of the paper's width: to write on. Frames are in colour."""
    picture = Image.open(io.BytesIO(press.draw_posters([page(facts, DAY)], DAY, ppi=72)[0])).convert("RGB")
    wide, high = picture.size
    black = [
        sum(max(picture.getpixel((x, y))) < 90 for x in range(0, wide, 3)) * 3 > wide / 3  # type: ignore[arg-type]
        for y in range(high)
    ]
    return sum(now and not before for before, now in zip([False, *black], black, strict=False))


@pytest.mark.requirement("R-165")
@pytest.mark.parametrize("count", range(6))
def test_電話番号は40ポイント以上で_色だけで分けず_読み取り符号は付けない(count: int) -> None:
    known = (VENDORS * 2)[:count]
    reader = read(press.print_posters([page(Facts("架空市立中央病院", known), DAY)], DAY))
    big = sizes(reader)
    for phone in ("03-3595-2430", *(phone for _, phone, _ in known)):
        assert big[phone] >= 40
    assert min(size for text, size in big.items() if "仰" in text) >= 18
    assert "/XObject" not in reader.pages[0]["/Resources"]  # type: ignore[operator]


def test_名称は入れないこともでき_演習と分かる() -> None:
    assert "架空市立中央病院" in words(printed(1))
    assert "架空市立中央病院" not in words(printed(1, named=False))
    assert "演習" in words(printed(1, practice=True))
    assert "演習" not in words(printed(1))


def test_同じ内容なら_同じファイルになる() -> None:
    sheet = page(Facts("架空市立中央病院", VENDORS), DAY)
    assert press.print_posters([sheet], DAY) == press.print_posters([sheet], DAY)


def test_珍しい漢字も刷れ_字体にない文字は_文字と場所を示して断る() -> None:
    assert "髙﨑𠮷田会" in words(read(press.print_posters([page(Facts("髙﨑𠮷田会"), DAY)], DAY)))
    with pytest.raises(PaperUnprintable) as refused:
        press.print_posters([page(Facts("架空病院", (("架空\U0001f600保守", "0120", ""),)), DAY)], DAY)
    said = texts.sentence(refused.value)
    assert "U+1F600" in said
    assert "架空\U0001f600保守" in said


def test_とても長い名前も_切れずに改めて折り返す() -> None:
    long = "架空医療情報システム保守管理サービス株式会社" * 6
    reader = read(
        press.print_posters([page(Facts("架空病院" * 12, ((long, "0120-000-111（内線12345678）", long),)), DAY)], DAY)
    )
    assert long in words(reader)
    assert "内線12345678" in words(reader)


def test_院内掲示も_保存用で読み上げのできるPDFである() -> None:
    reader = printed(2)
    root = reader.trailer["/Root"]
    meta = root["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    assert "<pdfaid:part>2</pdfaid:part>" in meta
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in meta
    assert "<pdfuaid:part>1</pdfuaid:part>" in meta
    assert str(root["/Lang"]).startswith("ja")  # type: ignore[index]
    assert "/StructTreeRoot" in root  # type: ignore[operator]
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("サイバー攻撃を受けた場合の対応について（院内掲示用）")
    box = reader.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)


def test_窓口の受付時間は_通知と同じ書き方になる() -> None:
    assert VendorBlock() == page(Facts(""), DAY).vendors[0]
    assert page(Facts(""), DAY).hours == "平日 午前９時～午後６時"
