"""報告徴収: facts asked for under Medical Care Act 25(1) (R-118)."""

from cases.papers.demands import DemandPaper
from cases.vocabulary import Instrument

PAPER = DemandPaper("報告徴収", Instrument.REPORT_ORDER, "医療法第25条第1項", "医療法に基づく報告の徴収について")
