"""Every write that changes a status, touches two models or sends mail."""
