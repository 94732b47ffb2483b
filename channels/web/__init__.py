"""The web page's way in and out: sessions, messages and a stream of events."""
