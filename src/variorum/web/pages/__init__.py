"""The pages, a module each: what the browser asks for, and what it is shown."""
