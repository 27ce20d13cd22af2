"""The Socket.IO server: rooms, typed messages, and announcements. Only this package emits."""
