"""How the database's tables came to be, step by step; run by planner.storage.upgrade."""
