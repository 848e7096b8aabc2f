"""Events as rows of tables in the shapes that the field uses, each row with its reasons beside it.

A format is columns over a `Record` (an event with what was made of it) and a file to write them to. `FORMATS` lists
them; a new one is a module here and its line there.
"""

from variorum.export.tables.formats import FORMATS, Export, Format, named
from variorum.export.tables.records import Record

__all__ = ["FORMATS", "Export", "Format", "Record", "named"]
