"""Rows: the tables, the engine, the migrations and the few statements that several packages share."""
