"""What people object to in a revealed result, in their own words."""
