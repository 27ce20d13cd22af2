"""Monitoring for operators: health and metrics."""
