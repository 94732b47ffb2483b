"""The chat that other pages embed: a loader, a page for its frame, and a page that shows it."""
