"""The sections of the report, a module for each of its parts: figures in, sentences out."""
