"""What can go wrong between the assistant and its database."""

from bot.core.errors import AssistantError


class StorageError(AssistantError):
    """The database refused something."""


class DatabaseAddressError(StorageError):
    """The database URL is neither a SQLite file nor PostgreSQL."""


class SchemaOutdatedError(StorageError):
    """The database has another schema than this version; run `ronghe migrate`."""


class DatabaseClosedError(StorageError):
    """The database was closed; nothing more is written."""


class MissingRowError(StorageError):
    """A row that must be there is not."""
