"""What a group does with its recommendations."""
