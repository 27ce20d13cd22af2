"""The simulated people's behaviour, one module per stage."""
