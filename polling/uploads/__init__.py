"""Files that people upload, checked before a library reads them, and read in a worker process."""
