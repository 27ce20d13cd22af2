"""A dress rehearsal: simulated people go through a whole workshop on a running server.

They use the same HTTP and Socket.IO as people do, and nothing else. `polling rehearse` runs it on a
copy of a workshop; the tests run it as their longest journey.
"""
