"""Routes for joining and logging in, and for the organizers' badges and screen."""
