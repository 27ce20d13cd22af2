"""What the bench does to the servers, one scenario a file."""
