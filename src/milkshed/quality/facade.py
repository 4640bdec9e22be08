"""What other rooms may ask of quality."""
