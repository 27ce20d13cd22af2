"""The dress rehearsal: simulated people go through a whole workshop on a running server.

They only use HTTP and Socket.IO, like people. `polling rehearse` runs it on a copy of a workshop;
the tests run it too.
"""
