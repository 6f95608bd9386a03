"""Teams and rosters kept in a database, SQLite or PostgreSQL; alone in knowing SQLAlchemy and Alembic."""
