"""Keeping what is alike, or making it one."""
