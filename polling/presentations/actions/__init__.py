"""Actions of groups, facilitators and phones during the presentations."""
