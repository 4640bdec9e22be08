"""Reads for a farm's key figures: its records as columns, the board, comparison, time line."""
