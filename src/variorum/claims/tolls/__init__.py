"""A Doc's tolls: which numbers and single persons count casualties, of whom, and which are parts of others."""
