"""事務連絡: the covering letter that goes before a printed poster, to hang it or to replace the old one (R-164)."""

from __future__ import annotations

from datetime import date

from cases.japanese_dates import wareki, wareki_and_seireki
from cases.papers.sheet import notice_words
from cases.posters.sheet import Cover
from cases.posters.standing import Standing, StandingRow


def cover(
    row: StandingRow, day: date, sender: str, contact: str, link: str, until: str, *, practice: bool = False
) -> Cover:
    """The letter to that facility as its poster stands. `sender`, `contact`: of the authority, line by line."""
    replace = row.standing is Standing.OUTDATED
    changed = [("変わった連絡先", "、".join(row.changed) + f"（{wareki_and_seireki(day)}現在）")] if row.changed else []
    asked = (
        "掲示しているものを外し、同封のものと差し替えてください。"
        if replace
        else "同封のものを、情報システム室、医事課など、職員の目に触れる場所に掲示してください。"
    )
    return Cover(
        date=wareki(day),
        addressee=f"{row.name}　管理者　様",
        sender=tuple(sender.splitlines()),
        contact=tuple(contact.splitlines()),
        title="院内掲示の差替えについて（依頼）" if replace else "院内掲示について（依頼）",
        body=(
            f"{notice_words()}の別紙「サイバー攻撃を受けた場合の対応について（院内掲示用）」について、"
            + ("掲示に記載した連絡先が変わりました。" if replace else "今の連絡先を記入したものを送付します。")
            + "下記のとおり御協力をお願いします。"
        ),
        rows=(
            *changed,
            ("お願い", asked),
            (
                "掲示した後に",
                "掲示した場所と時期を、次のページ又は電話でお知らせください。"
                f"（ページは{until}まで使えます。ほかの人に渡さないでください。）",
            ),
        ),
        link=link,
        practice=practice,
    )
