"""mailbot: a support mailbox that asks for what is missing and nothing else."""

__version__ = "0.1.0"
