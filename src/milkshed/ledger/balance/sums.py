"""Pieces of SQL that all balances share; roles and types are those of the ledger's models."""

# Mass of a link in kg, and what holds: events neither declared wrong nor declarations themselves.
MASS_KG = (
    "(l.quantity * CASE l.uom WHEN 'KGM' THEN 1 WHEN 'TNE' THEN 1000 WHEN 'GRM' THEN 0.001 END)"
)
HOLDS = (
    "NOT e.declares_error AND NOT EXISTS (SELECT 1 FROM ledger_errordeclaration d"
    " WHERE d.event_key = e.event_key)"
)
