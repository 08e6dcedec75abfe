"""The words a person types, one module for each that looks, mends or sets up."""
