"""Graph components of Rasa's pipeline: thin, one a file; heavy imports stand in `create` and `load`."""
