"""`polling bench`: this server and a bare engine under the same load, in one run on one machine."""
