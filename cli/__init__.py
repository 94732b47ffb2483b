"""The command-line tool `ronghe`: what an operator and an editor type."""
