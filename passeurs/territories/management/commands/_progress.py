"""Progress on stderr: a bar on a terminal, a line now and then elsewhere."""

STEP = 10_000
BAR = 30


def progress(stderr, rows):
    """The rows, one by one, while stderr follows."""
    total = max(len(rows), 1)
    for done, row in enumerate(rows, 1):
        if done % STEP == 0 and done < total:
            _show(stderr, done, total)
        yield row
    _show(stderr, total, total)


def _show(stderr, done, total):
    filled = BAR * done // total
    bar = f"[{'#' * filled}{'.' * (BAR - filled)}] {100 * done // total}\u00a0%"
    ending = "\r" if stderr.isatty() and done < total else "\n"
    stderr.write(f"{bar} {done}/{total}", style_func=str, ending=ending)
