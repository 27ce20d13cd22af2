"""Issues that say nearly the same, in whichever theme, and what became parts of others."""
