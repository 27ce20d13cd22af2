"""Which figures about people may be published, and what is suppressed to protect ballots.

- `sector_pools`: coarse sectors for ballots and turnout; none has fewer than `SMALLEST` people
- `rounding`: the numbers of a sector table are rounded, so each stands for several counts
- `disclosure_check`: whether a rounded table leaves every ballot's sector and every count open
- `group_limits`: which ballots groups can have cast that may not choose their own work
- `assignments`: all possible sectors of the ballots of a small room, for this check
- `sector_table`: the support for each option by sector, or nothing if it would disclose too much
- `sector_findings`: what all sectors support, minorities and equal weights, from the published
  table alone
- `omitted_options`: which options a published ballot may leave out without marking its voter
- `people_tables`: attendance, registration, and one attribute by sector
- `turnout_table`: turnout by sector
- `data_inventory`: what is stored, who sees it and when it is deleted; used by the page "What is
  stored"
"""
