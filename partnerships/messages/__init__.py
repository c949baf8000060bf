"""A function an e-mail; a file a journey."""
