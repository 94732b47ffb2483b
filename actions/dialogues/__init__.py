"""Dialogues: a few questions, then what applies. Each is plain Python; `actions.dialogues.form` brings them to Rasa."""
