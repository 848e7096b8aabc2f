"""Armed actors: a registry of groups, forces and services, and the grammar of their names in English news."""
