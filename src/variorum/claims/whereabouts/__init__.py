"""Where and when an incident was, of all the places and times that its report names."""
