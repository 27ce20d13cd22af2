"""The summary report and the exports, all based on the same queries."""
