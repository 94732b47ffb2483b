"""Train the embedder that comes with the project from public parallel text."""
