"""From the bot to staff and back: tickets, the desk, staff accounts."""
