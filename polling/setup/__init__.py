"""The setup stage: before the event, organizers write themes and issues and choose the rules."""
