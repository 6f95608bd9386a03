"""The rules: one class a file, each said once as limits; `catalogue.py` gives their order."""
