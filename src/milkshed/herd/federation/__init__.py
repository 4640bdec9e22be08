"""Several platforms as one: signed packages of who stands where, taken in and resolved."""
