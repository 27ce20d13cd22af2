"""The database that commands work on."""


def connect_database() -> None:
    """Connect to the configured database, creating or migrating it, and make all models known."""
    import polling.models  # noqa: F401  a model may name models that no command imports
    from config import Config
    from polling.core import db
    from polling.core.migrate import upgrade

    upgrade(db.connect(Config().database))
