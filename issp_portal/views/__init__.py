"""Home, dashboard, the standing pages, errors and health."""
