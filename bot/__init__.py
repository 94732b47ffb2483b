"""The assistant's core and its Rasa graph components."""
