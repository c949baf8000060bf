"""The registration form: its steps, its answers, and how both are shown."""
