"""What one edge commits the others hear of at once."""

from storage.engine import Database, open_database
from storage.signals import announce, heard


async def test_other_edge_hears_what_was_committed(database: Database, database_url: str) -> None:
    if database.engine.dialect.name == "sqlite":
        return  # one edge
    other = open_database(database_url)
    with other.signals.listen("topic") as bell:
        for _ in range(50):
            # The other's thread may not listen yet when the first notice is sent.
            await other.read(lambda connection: None)
            await database.write(lambda connection: announce(connection, "topic"))
            if await heard(bell, 0.1):
                break
        assert bell.is_set()
    other.close()
