"""The hot way of a ballot, from the phone to the disk and back."""
