"""One case written into the forms of others, each item from the case (R-331, R-272, R-275, R-280).

What the case does not know stays 不明・確認中; nothing is left blank and nothing is guessed. Each export leaves a line
in the case's history: who took what, with the file's hash.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from cases import handbook, readings
from cases.casework import rule_sets
from cases.casework.files.views import FileContent
from cases.casework.ministry_report import contents, fields
from cases.casework.ministry_report.fields import field
from cases.casework.ministry_report.showing import fact_views
from cases.errors import NotFound
from cases.exports import form_files
from cases.exports.forms import REPORT, ExportForm, Item, form, forms
from cases.exports.sheet import Export, Line
from cases.japanese_dates import jst_words
from cases.judgement import Impact
from cases.records import CaseFile, Report
from cases.rulebook import rulebook
from cases.store.history import add_line
from cases.store.loading import load_cases
from cases.store.officers import SignedIn
from cases.vocabulary import AttackKind, ExportFormat, Known

UNKNOWN = "不明・確認中"
OPEN = frozenset({"", UNKNOWN, Known.UNKNOWN.label, Known.CHECKING.label})
CARE = "取扱注意"
REGISTER = "医療機関等の登録"
TAKEN, LABEL = "export_taken", "様式の内容を出力する"


def preview(session: Session, officer: SignedIn, now: datetime, case_id: int) -> tuple[Export, ...]:
    """Every form as it would be written now; nothing is noted. Raises NotFound."""
    case = _case(session, case_id)
    return tuple(fill(case, one, officer.office, now) for one in forms())


def one(session: Session, officer: SignedIn, now: datetime, case_id: int, form_id: str) -> Export:
    """That form as it would be written now; nothing is noted. Raises NotFound."""
    found = form(form_id)
    if found is None:
        raise NotFound("様式")
    return fill(_case(session, case_id), found, officer.office, now)


def take(session: Session, officer: SignedIn, now: datetime, case_id: int, form_id: str, wanted: str) -> FileContent:
    """The file of one form; the history notes who took it. Raises NotFound, also for a format the form has not."""
    case = _case(session, case_id)
    one = form(form_id)
    if one is None or wanted not in one.formats:
        raise NotFound("様式")
    export = fill(case, one, officer.office, now)
    kind = ExportFormat(wanted)
    content = form_files.write(export, kind)
    mark = "【演習】" if case.practice else ""
    name = f"{mark}{one.short}_{case.number}_{form_files.stamp(now)}.{kind}"
    _note(session, case, officer, now, one, kind, content)
    return FileContent(name, form_files.MEDIA[kind], content)


def fill(case: CaseFile, one: ExportForm, by: str, now: datetime) -> Export:
    """Pure: the case (whole) in that form."""
    report = _report(case)
    said = _said(case, report, whole_report=one.whole_report)
    facts = fact_views(case, handbook.labels())
    stood = {fact.id: REGISTER for fact in facts if not fact.words and fact.id in _registered(case)}
    stood |= {fact.id: f"{fact.first_report}から" for fact in facts if fact.first_report}
    lines = tuple(_line(item, said, stood, report) for item in one.items)
    handling = said.get("handling", "")
    return Export(
        form=one.id,
        title=one.title,
        short=one.short,
        submitter=one.submitter,
        addressee=one.addressee,
        nature=one.nature,
        source=one.source,
        case_number=case.number,
        version=case.version,
        handling=CARE if handling in OPEN or handling == Known.NONE.label else handling,
        practice=case.practice,
        made_at=now,
        made_by=by,
        cautions=tuple(_cautions(case, one, report, lines)),
        lines=lines,
        formats=tuple(str(each) for each in one.formats),
    )


def _report(case: CaseFile) -> Report | None:
    """The newest report that stands, drafts included."""
    gone = readings.withdrawn(case)
    return next((report for report in reversed(case.reports) if report.seq not in gone), None)


def _said(case: CaseFile, report: Report | None, *, whole_report: bool) -> dict[str, str]:
    """Field → words. The ministry's report says what the sent report said; all else what the case says now."""
    said = _registered(case) | fields.contents(case)
    if report is not None:
        texts = {REPORT + name: getattr(report, name) or "" for name in contents.TEXTS}
        head = {
            "report_kind": report.kind.label,
            "report_number": f"第{report.seq}報",
            "reported_at": jst_words(report.sent_at, with_year=True) if report.sent_at else "未送付",
            "reporter": report.reporter.label if report.reporter else "",
            "addressee": report.desk,
        }
        told = {name: str(words) for name, words in (report.contents or {}).items()}
        said = (told if whole_report and report.sent_at else said) | head | texts
    return said


def _registered(case: CaseFile) -> dict[str, str]:
    """What the register of facilities knows where the case itself is silent."""
    facility = case.facility
    beds = (facility.beds or {}).get("total")
    known = {
        "facility_code": facility.institution_code,
        "facility_address": facility.address,
        "beds": f"{beds:,}床" if beds is not None else "",
    }
    return {name: words for name, words in known.items() if words}


def _line(item: Item, said: dict[str, str], stood: dict[str, str], report: Report | None) -> Line:
    if item.by:
        return Line(
            item.no, item.title, f"（{item.by}が記入）", "案件にはない項目", known=False, verified=item.verified
        )
    found = [(_title(name), said.get(name) or UNKNOWN) for name in item.sources]
    alone = len(found) == 1
    words = found[0][1] if alone else "\n".join(f"{title}: {one}" for title, one in found)
    where = "、".join(_where(name, stood, report) for name in item.sources)
    known = all(one not in OPEN for _, one in found)
    return Line(item.no, item.title, words, where, known=known, verified=item.verified)


def _title(name: str) -> str:
    if name.startswith(REPORT):
        return f"報告の本文「{contents.TEXTS[name.removeprefix(REPORT)]}」"
    return field(name).title


def _where(name: str, stood: dict[str, str], report: Report | None) -> str:
    """「概要」（第1報から） or 第2報の「被害状況」."""
    if name.startswith(REPORT):
        words = contents.report_title(report) if report else "報告"
        return f"{words}の本文「{contents.TEXTS[name.removeprefix(REPORT)]}」"
    return f"「{_title(name)}」" + (f"（{stood[name]}）" if name in stood else "")


def _cautions(case: CaseFile, one: ExportForm, report: Report | None, lines: tuple[Line, ...]) -> list[str]:
    told = [one.note] if one.note else []
    on = rule_sets.event_on(case.occurred_at, case.detected_at)
    if one.rule_set:
        rule_set = rulebook().rule_set(one.rule_set, on)
        if rule_set is None:
            told.append("発生の日には、まだ適用の始まっていない様式です。")
        elif not rule_set.enabled:
            told.append(f"規則集「{rule_set.short}」は有効にされていません。報告の要否と期限は、ここでは示しません。")
    if one.needs_leak and case.leak is Impact.NONE:
        told.append("この案件の判断では、個人情報の漏洩は「無」です。この様式の対象ではありません。")
    if one.attack and case.attack_kind is not one.attack:
        kind = case.attack_kind.label
        told.append(
            "攻撃の種別が不明・確認中です。種別が分かってから使ってください。"
            if case.attack_kind is AttackKind.UNKNOWN
            else f"この案件の攻撃の種別は「{kind}」です。この様式の対象ではありません。"
        )
    if one.whole_report and (report is None or report.sent_at is None):
        told.append("まだ送付していない報告です。" if report else "まだ報告を起案していません。案件の現在の内容です。")
    waiting = sum(1 for line in lines if not line.known)
    if one.complete and waiting:
        told.append(f"不明・確認中又は記入待ちの事項が{waiting}個あります。")
    if unseen := sum(1 for line in lines if not line.verified):
        told.append(f"{unseen}個の欄は、様式の原本との照合が済んでいません（照合未了）。")
    return told


def _case(session: Session, case_id: int) -> CaseFile:
    found = load_cases(session, [case_id], lock=False)
    if not found:
        raise NotFound("案件")
    return found[0]


def _note(
    session: Session,
    case: CaseFile,
    officer: SignedIn,
    now: datetime,
    one: ExportForm,
    kind: ExportFormat,
    content: bytes,
) -> None:
    """Who took which content along."""
    sha256 = hashlib.sha256(content).hexdigest()
    facts = {"form": one.id, "format": str(kind), "sha256": sha256}
    add_line(session, case.id, officer, now, TAKEN, LABEL, facts, f"{one.title}（{kind.label}）")
