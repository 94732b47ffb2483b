"""The desk of the staff, as pages of the edge."""
