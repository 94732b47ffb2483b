"""WeChat official accounts, in plain and in encrypted mode."""
