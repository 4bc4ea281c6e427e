"""物件提出命令: things asked for under Medical Care Act 25(2) (R-118)."""

from cases.papers.demands import DemandPaper
from cases.vocabulary import Instrument

PAPER = DemandPaper(
    "物件提出命令", Instrument.SUBMISSION_ORDER, "医療法第25条第2項", "医療法に基づく物件の提出について"
)
