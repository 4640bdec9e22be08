"""The herd's typed routes by subject."""
