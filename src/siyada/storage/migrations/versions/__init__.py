"""One migration a file; each is final once released."""
