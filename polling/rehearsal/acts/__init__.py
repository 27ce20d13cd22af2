"""What everybody does at each stage, one stage a file."""
