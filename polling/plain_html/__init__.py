"""The plain page: voting and the survey as HTML forms, for browsers that cannot run our scripts."""
