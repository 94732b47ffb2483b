"""The one way in and the one way out: inbox, router, outbox, rendering."""
