"""Official reference files, read line by line and loaded whole: see `importing.import_files`."""
