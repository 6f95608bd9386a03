"""Who may come in: users, roles, passwords and one-time links; where they are kept is a store's affair."""
