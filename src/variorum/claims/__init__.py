"""Doc -> claims: tolls, who did it, and the incidents that they belong to."""
