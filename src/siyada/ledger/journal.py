"""The journal: the ledger as it grows in the database, in the same transaction as what it records.

    1. the content is sealed for its person, and committed to with a salt
    2. the entry becomes the next leaf; the tiles that change are written
    3. the new head is signed

Either all of it is durable or none of it is. To erase a person destroys their key and the salts: the tree stays whole,
and what it commits to can no longer be known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from siyada.errors import VerificationError
from siyada.ledger.checkpoint import Checkpoint, sign_checkpoint
from siyada.ledger.entries import Entry, EntryKind, Opening, parse_entry
from siyada.ledger.envelope import Vault
from siyada.ledger.export import ExportItem, SignedHead, format_export
from siyada.ledger.keyring import Keyring
from siyada.ledger.receipt import Receipt
from siyada.ledger.tree import TileReader, Tree
from siyada.storage import Database
from siyada.storage.tables import ledger_entries, ledger_head, ledger_keys, ledger_tiles

SPACE = "default"


class Journal:
    """The ledger of one database. Serves many threads; lives as long as its database."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    @property
    def key(self) -> str:
        """The published form of the key that signs: what a verifier compares with."""
        return str(self._keyring.signer.key)

    def append(self, connection: Connection, kind: EntryKind, content: bytes, person: str) -> int:
        """Add an entry inside a transaction that writes; its number. Raises VerificationError for a damaged tree."""
        # 1. Seal and commit.
        number = _size(connection)
        opening = Opening.of(content)
        sealed = self._vault(connection).seal(person, SPACE, content, _context(number))
        # 2. The next leaf.
        entry = Entry(kind, _now(), opening.commitment())
        tree = Tree(_Tiles(connection), number)
        tree.append([entry.data()])
        row = {"number": number, "data": entry.data(), "salt": opening.salt, "content": sealed, "person": person}
        connection.execute(insert(ledger_entries).values(row))
        # 3. The signed head.
        self._sign(connection, tree)
        return number

    def content(self, connection: Connection, number: int) -> bytes:
        """What an entry commits to. Raises VerificationError where it was erased."""
        row = connection.execute(select(ledger_entries).where(ledger_entries.c.number == number)).one_or_none()
        if row is None or row.content is None:
            raise VerificationError("The content was erased: its key is destroyed.")
        return self._vault(connection).open(row.person, SPACE, row.content, _context(number))

    def receipt(self, number: int) -> Receipt:
        """The receipt of an entry, under the newest checkpoint. Raises VerificationError."""
        with self._database.read() as connection:
            head = connection.execute(select(ledger_head)).one_or_none()
            row = connection.execute(select(ledger_entries).where(ledger_entries.c.number == number)).one_or_none()
            if head is None or row is None:
                raise VerificationError("There is no entry {number}.", number=number)
            proof = TileReader(_Tiles(connection)).inclusion_proof(number, head.size)
            opening = None if row.content is None else Opening(row.salt, self.content(connection, number))
            return Receipt(parse_entry(row.data), number, tuple(proof), head.note, (self._keyring.signer.key,), opening)

    def checkpoint(self) -> str:
        """The newest signed head; empty for a ledger without entries."""
        with self._database.read() as connection:
            return connection.scalar(select(ledger_head.c.note)) or ""

    def export(self) -> Iterator[bytes]:
        """The lines of the whole ledger, without contents, as one state of it."""
        with self._database.read() as connection:
            yield from format_export([self._keyring.signer.key], self._items(connection))

    def erase(self, person: str) -> int:
        """Destroy a person's key, salts and sealed contents; how many contents. The erasure is an entry itself."""
        with self._database.write() as connection:
            theirs = (ledger_entries.c.person == person) & ledger_entries.c.content.is_not(None)
            erased = connection.scalar(select(func.count()).select_from(ledger_entries).where(theirs)) or 0
            connection.execute(update(ledger_entries).where(theirs).values(content=None, salt=None))
            self._vault(connection).erase_person(person)
            self.append(connection, EntryKind.ERASURE, f"{erased}".encode(), "ledger")
        self._database.forget_log()
        return erased

    def _items(self, connection: Connection) -> Iterator[ExportItem]:
        rows = connection.execute(select(ledger_entries.c.data).order_by(ledger_entries.c.number))
        yield from (parse_entry(row.data) for row in rows)
        note = connection.scalar(select(ledger_head.c.note))
        if note:
            yield SignedHead(note)

    def _sign(self, connection: Connection, tree: Tree) -> None:
        signer = self._keyring.signer
        note = sign_checkpoint(Checkpoint(signer.key.name, tree.size, tree.root()), signer)
        connection.execute(delete(ledger_head))
        connection.execute(insert(ledger_head).values(number=1, size=tree.size, note=note))

    def _vault(self, connection: Connection) -> Vault:
        return Vault(self._keyring.master, _Keys(connection))


class _Tiles:
    """Tiles as rows of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, level: int, index: int) -> bytes:
        """The hashes stored for the tile; empty where there is none."""
        here = (ledger_tiles.c.level == level) & (ledger_tiles.c.place == index)
        return self._connection.scalar(select(ledger_tiles.c.hashes).where(here)) or b""

    def put(self, level: int, index: int, hashes: bytes) -> None:
        """Store the tile."""
        row = {"level": level, "place": index, "hashes": hashes}
        place = [ledger_tiles.c.level, ledger_tiles.c.place]
        stored = upsert(ledger_tiles).values(row).on_conflict_do_update(index_elements=place, set_={"hashes": hashes})
        self._connection.execute(stored)


class _Keys:
    """Sealed keys as rows of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, holder: str) -> bytes | None:
        """The sealed key; None where there is none."""
        return self._connection.scalar(select(ledger_keys.c.sealed).where(ledger_keys.c.holder == holder))

    def put(self, holder: str, sealed: bytes) -> None:
        """Store it."""
        self._connection.execute(insert(ledger_keys).values(holder=holder, sealed=sealed))

    def destroy(self, holder: str) -> None:
        """Overwrite and delete it."""
        self._connection.execute(delete(ledger_keys).where(ledger_keys.c.holder == holder))


def _size(connection: Connection) -> int:
    newest = connection.scalar(select(func.max(ledger_entries.c.number)))
    return 0 if newest is None else newest + 1


def _context(number: int) -> str:
    return f"entry {number}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


__all__ = ["SPACE", "Journal"]
