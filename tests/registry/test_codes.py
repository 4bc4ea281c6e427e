"""団体コード and 医療機関コード."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.registry.codes import (
    check_digit,
    is_local_government_code,
    local_government_code,
    medical_institution_code_warning,
    normalise_digits,
    with_check_digit,
)
from cases.rulebook import rulebook

FIVE = st.integers(1, 47).flatmap(lambda area: st.integers(0, 999).map(lambda rest: f"{area:02}{rest:03}"))
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.requirement("R-320")
@pytest.mark.parametrize(("code", "ok"), [("011002", True), ("011003", False), ("131016", True), ("271004", True)])
def test_団体コードの検証数字(code: str, ok: bool) -> None:
    assert is_local_government_code(code) is ok


@pytest.mark.requirement("R-320")
def test_手持ちの団体コードはすべて検証数字が合う() -> None:
    book = rulebook()
    codes = {row.code6 for row in book.jurisdictions} | {row.code for row in book.authorities}
    assert [code for code in codes if with_check_digit(code[:5]) != code] == []


@pytest.mark.requirement("R-322")
@pytest.mark.parametrize("text", ["０１１００２", "011002", "11002", " 011002 ", "01100-2", "０１１００－２"])
def test_全角も先頭の零が落ちたものも同じ団体コード(text: str) -> None:
    assert local_government_code(text) == "011002"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("011003", "検証数字"),
        ("", "都道府県番号"),
        ("480002", "都道府県番号"),
        ("奈良県", "６桁"),
        ("0110020", "６桁"),
    ],
)
def test_正しくない団体コードは理由を言う(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        local_government_code(text)


@given(FIVE)
def test_作った団体コードは必ず通る(five: str) -> None:
    code = with_check_digit(five)
    assert local_government_code(code.translate(FULL_WIDTH)) == code


@given(FIVE, st.integers(1, 9))
def test_検証数字を変えれば必ず落ちる(five: str, shift: int) -> None:
    assert not is_local_government_code(f"{five}{(check_digit(five) + shift) % 10}")


def test_検証数字は５桁にだけ付く() -> None:
    with pytest.raises(ValueError, match="５桁"):
        check_digit("1234")


@pytest.mark.requirement("R-321")
@pytest.mark.parametrize("code", ["0110113719", "1310110049", "０１１０１１３７１９", "9312345678"])
def test_医療機関コードに問題がない(code: str) -> None:
    assert medical_institution_code_warning(code) is None


@pytest.mark.requirement("R-321")
@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("0110113718", "検証数字"),
        ("0710110049", "検証数字"),
        ("011011371", "10桁"),
        ("4810113719", "都道府県番号"),
        ("0120113719", "点数表"),
    ],
)
def test_医療機関コードの疑問は注意にとどめる(code: str, part: str) -> None:
    warning = medical_institution_code_warning(code)
    assert warning is not None
    assert part in warning
    assert "お確かめください" in warning


@given(st.text(max_size=20))
def test_何を書いても医療機関コードは拒まれない(text: str) -> None:
    medical_institution_code_warning(text)


def test_全角の数字と記号は半角の数字になる() -> None:
    assert normalise_digits("０１−２３ ４") == "01234"
