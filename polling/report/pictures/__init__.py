"""The pictures of a report: the cover, and the publishers' logos."""
