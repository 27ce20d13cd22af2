"""The sections of the report, one module for each part: figures in, sentences out."""
