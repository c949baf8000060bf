"""A file a journey: my account, joining and leaving a school, its team, invitations."""
