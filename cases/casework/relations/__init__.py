"""関連: cases merged, linked, offered to another authority (R-057, R-060, R-073, R-074)."""
