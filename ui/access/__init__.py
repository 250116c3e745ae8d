"""Who may do what: accounts, keys, sessions, roles and collections of a Sanad that serves a team."""
