"""The closing export: a case as files that need no program of ours.

`bag` writes a BagIt bag and its .zip, whole or not at all; `contents` says what
goes in it; `cells` and `tables` write the registers for spreadsheets;
`report`, `timeline` and `report_pdf` make the report that a board reads.
"""
