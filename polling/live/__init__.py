"""The Socket.IO server: rooms, typed messages, and announce, the only caller of emit."""
