"""Who may do what in a Sanad that serves a team: accounts, keys, sessions, roles."""
