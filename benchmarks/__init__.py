"""How fast this server is, next to a bare engine under the same load: `make bench`."""
