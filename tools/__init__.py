"""What dev.py does beyond starting other programs. Standard library only."""
