"""The plain page: voting and the survey as HTML forms, for browsers that do not run our scripts."""
