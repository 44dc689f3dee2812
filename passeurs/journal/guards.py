"""The database's own guard over the journal: it seals each line and refuses to lose any.

On PostgreSQL the seal is written as the transaction commits, so that the lock on the end of the
chain is held for that instant alone, after every other lock: two deeds never wait for each other
while they work, nor can they lock each other out. SQLite has one writer at a time anyway.
"""

TABLES = ("journal_entry", "journal_seal")

_SEAL = {
    "sqlite": (
        """CREATE TRIGGER journal_entry_sealed AFTER INSERT ON journal_entry BEGIN
        INSERT INTO journal_seal (position, entry_id, hash)
        SELECT COALESCE(MAX(position), 0) + 1, NEW.id, SHA256(COALESCE(
          (SELECT hash FROM journal_seal ORDER BY position DESC LIMIT 1), '') || NEW.digest)
        FROM journal_seal;
        END""",
    ),
    "postgresql": (
        # 6024: any number that nobody else in this database locks.
        """CREATE FUNCTION journal_seal_entry() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE last_position bigint; last_hash text;
        BEGIN
          PERFORM pg_advisory_xact_lock(6024);
          SELECT position, hash INTO last_position, last_hash
            FROM journal_seal ORDER BY position DESC LIMIT 1;
          INSERT INTO journal_seal (position, entry_id, hash) VALUES (
            COALESCE(last_position, 0) + 1, NEW.id,
            encode(sha256(convert_to(COALESCE(last_hash, '') || NEW.digest, 'UTF8')), 'hex'));
          RETURN NULL;
        END $$""",
        """CREATE CONSTRAINT TRIGGER journal_entry_sealed AFTER INSERT ON journal_entry
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_seal_entry()""",
        """CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the journal only grows'; END $$""",
    ),
}

_REFUSE = {
    "sqlite": [
        f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
        for table in TABLES
        for deed in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
        f"FOR EACH {'STATEMENT' if deed == 'TRUNCATE' else 'ROW'} "
        "EXECUTE FUNCTION journal_refuse()"
        for table in TABLES
        for deed in ("UPDATE", "DELETE", "TRUNCATE")
    ],
}

_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def install(connection):
    """Seal each new line from now on, and refuse to rewrite or remove any."""
    for statement in _SEAL[connection.vendor]:
        _run(connection, statement)
    forbid_loss(connection)


def forbid_loss(connection):
    for statement in _REFUSE[connection.vendor]:
        _run(connection, statement)


def allow_loss(connection):
    """Let lines be removed: only for a database made to be emptied, as the tests' own."""
    for statement in _REFUSE[connection.vendor]:
        name, table = statement.split()[2], statement.split(" ON ")[1].split()[0]
        where = f" ON {table}" if connection.vendor == "postgresql" else ""
        _run(connection, f"DROP TRIGGER IF EXISTS {name}{where}")


def missing(connection):
    """The names of the guards that are not on watch, in order; none when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    wanted = {statement.split()[2] for statement in _REFUSE[connection.vendor]}
    return sorted((wanted | {"journal_entry_sealed"}) - standing)


def _run(connection, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
