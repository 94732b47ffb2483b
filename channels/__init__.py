"""The channels that visitors come by: each parses, sends and secures, and knows nothing of services."""
