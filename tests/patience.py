"""How long tests wait for what must happen: a busy machine is slow, not wrong."""

PATIENCE_SECONDS = 300
