"""Figures: speed, memory and reading quality. They print tables and assert nothing about time."""
