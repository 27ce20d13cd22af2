"""The database that commands work on."""


def connect_database() -> None:
    """Connect to the configured database, creating or migrating it."""
    from config import Config
    from polling.core import db
    from polling.core.migrate import upgrade

    upgrade(db.connect(Config().database))
