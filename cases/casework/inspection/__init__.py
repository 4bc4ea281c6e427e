"""調査・指導・立入検査: from the decision to the last follow-up; 医療監視員; the ministry's advice.

Source: M-3.1, M-3.3, M-3.4.
"""
