"""Writing a case study: its sections, and how far each is."""
