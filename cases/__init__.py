"""The case core (案件の芯). Knows no engine, no screen, no SMTP, no HTTP.

Words       vocabulary  errors  clock  calendars  japanese_dates  judgement   (rules/ and letters/: data, no Python)
Kept        records (one table, one file)   store (how they are reached)   views (plain values that several share)
The notice  rulebook  clocks   procedure  readings  stages  handbook  progress
The case    casework: detection  ministry_report  inspection  remediation  closing  relations  files  outside
Around it   registry  office  post  papers  posters  circulars  ministry  exports  rulemaking  upkeep
Doors       desk (officers)   system (the engine)   counter (all doors that screens need)

An arrow goes down only; pyproject.toml states the floors.
"""
