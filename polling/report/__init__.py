"""The summary report and the exports, all from one set of queries."""
