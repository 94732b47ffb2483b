"""The guide: every entry, pack and activity as pages that need no script."""
