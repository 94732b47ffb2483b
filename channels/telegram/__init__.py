"""Telegram, by webhook or by polling."""
