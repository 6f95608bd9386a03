"""The search: atoms and limits in, a plan with its cost and bound out; knows no people, no database, no web."""
