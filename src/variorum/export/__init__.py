"""Claims and figures in the shapes that others read: JSON, tables, Markdown, a page. Nothing here prints or writes."""
