"""Schema changes, one file each under `versions/`, run with Alembic from code."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from storage.errors import SchemaOutdatedError


def upgrade(engine: Engine) -> None:
    """Bring the tables of a database to what this version needs; safe to run at every start."""
    with engine.execution_options(ronghe_writing=True).connect() as connection, connection.begin():
        command.upgrade(_config(connection), "head")


def require_current(engine: Engine) -> None:
    """Check that nobody forgot to upgrade.

    Raises:
        SchemaOutdatedError: The tables are of another version.
    """
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        wanted = ScriptDirectory.from_config(_config(connection)).get_current_head()
    if found != wanted:
        raise SchemaOutdatedError(
            f"the database is at {found or 'nothing'}, this version needs {wanted}; run `ronghe migrate`"
        )


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
