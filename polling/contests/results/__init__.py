"""The figures of a counted contest, as plain data, and the charts made of them."""
