"""The benchmarks: this server compared with a bare engine under the same load (`make bench`)."""
