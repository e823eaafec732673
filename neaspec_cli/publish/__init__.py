"""What leaves the house: values in, bytes out."""
