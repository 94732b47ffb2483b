"""What every part agrees on: languages, messages, replies, errors and time. Standard library only."""
