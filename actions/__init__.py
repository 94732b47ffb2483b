"""Rasa's custom actions: read the tracker, ask one service, say it by name, return events."""
