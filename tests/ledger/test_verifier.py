"""Receipts and exports: what holds passes, and whatever byte changes is found."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from siyada.errors import SiyadaError, UserError, VerificationError
from siyada.ledger.checkpoint import Checkpoint, Keys, cosign_checkpoint, sign_checkpoint
from siyada.ledger.entries import Entry, EntryKind, Opening
from siyada.ledger.export import ExportItem, Purged, SignedHead, format_export, format_item
from siyada.ledger.hashing import CompactRange, hash_leaf
from siyada.ledger.note import KeyKind, Signer
from siyada.ledger.receipt import Receipt, format_receipt, pack_receipt, parse_receipt, unpack_receipt
from siyada.ledger.tiles import MemoryTiles
from siyada.ledger.tree import TileReader, Tree
from siyada.ledger.verifier import check_export, check_receipt, verify_export, verify_receipt

LOG = Signer("ledger.example/commune", bytes(range(32)))
STRANGER = Signer("ledger.example/commune", bytes(range(5, 37)))
WITNESS = Signer("university.example", bytes(range(1, 33)), KeyKind.COSIGNATURE)
KEYS = Keys(LOG.key, (WITNESS.key,))
CONTENT = '{"answer":"Le délai est de 30 jours.","question":"شحال ديال الوقت؟"}'.encode()


def make_entry(number: int, content: bytes = b"") -> tuple[Entry, Opening]:
    """An entry whose salt is its number, so that files are the same at every run."""
    opening = Opening(number.to_bytes(32, "big"), content or b"content %d" % number)
    return Entry(EntryKind.ANSWER, "2026-11-23T09:15:00.000Z", opening.commitment()), opening


def make_receipt(size: int = 13, index: int = 6, signer: Signer = LOG) -> Receipt:
    """A receipt of a cosigned log."""
    pairs = [make_entry(number, CONTENT if number == index else b"") for number in range(size)]
    store = MemoryTiles()
    tree = Tree(store)
    tree.append(entry.data() for entry, _ in pairs)
    note = sign_checkpoint(Checkpoint(LOG.key.name, size, tree.root()), signer)
    note = cosign_checkpoint(note, Keys(signer.key, (WITNESS.key,)), WITNESS, time_s=1_800_000_000)
    proof = tuple(TileReader(store).inclusion_proof(index, size))
    return Receipt(pairs[index][0], index, proof, note, (signer.key, WITNESS.key), pairs[index][1])


def make_items(size: int = 5, signer: Signer = LOG) -> Iterator[ExportItem]:
    """An export's items: entries, one purged, one opened, a head in the middle and one at the end."""
    edge = CompactRange()
    for number in range(size):
        entry, opening = make_entry(number, CONTENT if number == 1 else b"")
        edge.append(hash_leaf(entry.data()))
        yield Purged(hash_leaf(entry.data())) if number == 0 else entry
        if number == 1:
            yield opening
        if number in {2, size - 1}:
            yield SignedHead(sign_checkpoint(Checkpoint(LOG.key.name, number + 1, edge.root()), signer))


def write_export(folder: Path, items: Iterator[ExportItem], signer: Signer = LOG) -> Path:
    """The export in a file."""
    path = folder / "ledger.export"
    path.write_bytes(b"".join(format_export((signer.key, WITNESS.key), items)))
    return path


def changes(data: bytes, at: int) -> Iterator[bytes]:
    """The data with one byte changed, removed or doubled."""
    for byte in {data[at] ^ 1, data[at] ^ 0x20, 0x0A} - {data[at]}:
        yield data[:at] + bytes([byte]) + data[at + 1 :]
    for other in (data[:at] + data[at + 1 :], data[:at] + data[at : at + 1] + data[at:]):
        if other != data:
            yield other


@pytest.mark.parametrize("keys", [None, KEYS])
@pytest.mark.parametrize(("size", "index"), [(1, 0), (13, 6), (13, 12), (300, 255)])
def test_receipt_holds(tmp_path: Path, size: int, index: int, keys: Keys | None) -> None:
    """A receipt holds with its content and without, as a file and packed for a QR code."""
    receipt = make_receipt(size, index)
    path = tmp_path / "answer.tlog-proof"
    path.write_bytes(format_receipt(receipt))
    check = check_receipt(path.read_bytes(), keys)

    verify_receipt(path, keys)
    assert (check.receipt, check.findings, check.trusted) == (receipt, (), keys is not None)
    assert check.checkpoint is not None
    assert (check.checkpoint.size, check.key) == (size, str(LOG.key))
    assert check_receipt(pack_receipt(receipt), keys).receipt == receipt.without_content()


def test_every_changed_byte_of_a_receipt_is_found() -> None:
    """Whatever byte of a receipt is changed, removed or doubled, the check says so, even by the receipt's own keys."""
    data = format_receipt(make_receipt(5, 2))

    assert check_receipt(data).findings == ()
    assert all(check_receipt(changed).findings for at in range(len(data)) for changed in changes(data, at))


def test_every_changed_character_of_a_packed_receipt_is_found() -> None:
    """A QR code or link that was changed anywhere does not verify."""
    text = pack_receipt(make_receipt(5, 2)).encode()

    assert check_receipt(text.decode()).findings == ()
    for at in range(len(text)):
        for changed in changes(text, at):
            assert check_receipt(changed.decode("latin-1")).findings


def test_every_changed_byte_of_an_export_is_found(tmp_path: Path) -> None:
    """Whatever byte of a small export is changed, removed or doubled, the check says so, even by its own keys."""
    path = write_export(tmp_path, make_items(4))
    data = path.read_bytes()
    verify_export(path)
    verify_export(path, KEYS)

    for at in range(len(data)):
        for changed in changes(data, at):
            path.write_bytes(changed)
            assert check_export(path).findings, (at, changed[at - 20 : at + 20])


def test_random_changes_of_a_larger_export_are_found(tmp_path: Path) -> None:
    """A changed byte in any of 3,000 lines is found wherever it is."""
    path = write_export(tmp_path, make_items(3_000))
    data = path.read_bytes()
    pick = random.Random(6)  # noqa: S311  # any places do
    verify_export(path)

    for _ in range(25):
        at = pick.randrange(len(data))
        path.write_bytes(data[:at] + bytes([data[at] ^ (1 << pick.randrange(7))]) + data[at + 1 :])
        assert check_export(path).findings


def tampered(attack: str) -> list[ExportItem]:
    """The items of an export after an attack that leaves every line well formed."""
    items = list(make_items())
    entry, opening = make_entry(9)
    match attack:
        case "entry_edited":
            items[3] = entry
        case "entry_removed":
            del items[3]
        case "entries_swapped":
            items[5], items[6] = items[6], items[5]
        case "entry_added_after_head":
            items.append(entry)
        case "cut_after_first_head":
            del items[5:]
        case "head_removed":
            del items[-1]
        case "content_replaced":
            items[2] = opening
        case "content_moved":
            items.insert(4, items.pop(2))
    return items


@pytest.mark.parametrize(("attack", "step", "message"), [
    ("entry_edited", 3, "does not match the 3 entries"),
    ("entry_removed", 3, "does not match the 2 entries"),
    ("entries_swapped", 3, "does not match"),
    ("entry_added_after_head", 3, "without a checkpoint of its 6 entries"),
    ("head_removed", 3, "without a checkpoint of its 5 entries"),
    ("content_replaced", 4, "not what the entry commits to"),
    ("content_moved", 4, "no entry is before it"),
])  # fmt: skip
def test_export_names_the_tampering(tmp_path: Path, attack: str, step: int, message: str) -> None:
    """Each kind of tampering is refused at its step, with an error that says what was done."""
    path = write_export(tmp_path, iter(tampered(attack)))

    assert [finding.step for finding in check_export(path).findings] == [step]
    with pytest.raises(VerificationError, match=message):
        verify_export(path)


def test_shorter_export_shows_its_size(tmp_path: Path) -> None:
    """An export cut at an older head is whole in itself: the head it shows is what tells a rollback."""
    check = check_export(write_export(tmp_path, iter(tampered("cut_after_first_head"))))

    assert (check.findings, check.entries) == ((), 3)


def test_file_resigned_by_a_stranger_fails_by_trusted_keys(tmp_path: Path) -> None:
    """Who re-signs everything passes by the keys in the file, shows another key, and fails by the published keys."""
    receipt = format_receipt(make_receipt(signer=STRANGER))
    export = write_export(tmp_path, make_items(signer=STRANGER), STRANGER)

    assert check_receipt(receipt).key == check_export(export).key == str(STRANGER.key)
    assert [finding.step for finding in check_receipt(receipt, KEYS).findings] == [2]
    assert [finding.step for finding in check_export(export, KEYS).findings] == [2]


@pytest.mark.parametrize(("change", "step", "message"), [
    ("index", 3, "inclusion proof"), ("proof", 3, "inclusion proof"), ("entry", 3, "inclusion proof"),
    ("content", 4, "commits to"), ("checkpoint", 2, "not valid"), ("keys", 2, "unknown key"),
])  # fmt: skip
def test_receipt_names_the_tampering(change: str, step: int, message: str) -> None:
    """Each part of a receipt that is another's is refused at its step."""
    receipt = make_receipt()
    other, opening = make_entry(3)
    forged = {
        "index": replace(receipt, index=7),
        "proof": replace(receipt, proof=receipt.proof[::-1]),
        "entry": replace(receipt, entry=other, opening=None),
        "content": replace(receipt, opening=opening),
        "checkpoint": replace(receipt, checkpoint=receipt.checkpoint.replace("\n13\n", "\n14\n")),
        "keys": replace(receipt, keys=receipt.keys[:1]),
    }[change]
    (finding,) = check_receipt(format_receipt(forged)).findings

    assert finding.step == step
    assert message in str(finding)


@pytest.mark.parametrize("data", [
    b"", b"\xff", b"c2sp.org/tlog-proof@v1\n", b"c2sp.org/tlog-proof@v1\nindex 0\n\nx\n", b"x" * 4_000_001,
    b"c2sp.org/tlog-proof@v1\nextra e30=\nindex 0\n\nx\n", b"c2sp.org/tlog-proof@v1\nextra W10=\nindex 0\n\nx\n",
])  # fmt: skip
def test_what_is_no_receipt_is_refused(data: bytes) -> None:
    """Anything else in the place of a receipt ends in a finding of the first step."""
    assert [finding.step for finding in check_receipt(data).findings] == [1]


@pytest.mark.parametrize("line", [
    b"", b"\n", b"{}\n", b"[]\n", b'{"a":1,"b":2}\n', b'{"other":1}\n', b'{"purged":1}\n', b'{"purged":"AAAA"}\n',
    b'{"checkpoint":{}}\n', b'{"checkpoint":"x"}\n', b'{"checkpoint":"\\ud800"}\n', b'{"opening":[]}\n',
    b'{"opening":{"content":1,"salt":2}}\n', b'{"export":{"format":"siyada-export-9","keys":[]}}\n',
    b'{"export":{"format":"siyada-export-1","keys":[]}}\n', b'{"export":{"format":"siyada-export-1","keys":[1]}}\n',
    b'{"entry":{}}\n', b'{"entry":\n', b"\xff\n", b'{"export"',
])  # fmt: skip
def test_what_is_no_export_line_is_refused(tmp_path: Path, line: bytes) -> None:
    """Anything else in the place of a line ends in a finding."""
    header, rest = b"".join(format_export((LOG.key,), [])), b"".join(map(format_item, make_items()))
    path = tmp_path / "ledger.export"
    for data in (line, header + line, line + rest):
        path.write_bytes(data)

        assert check_export(path).findings


def test_missing_file_is_the_users_to_put_right(tmp_path: Path) -> None:
    """A file that is not there is no failed verification."""
    with pytest.raises(UserError, match="cannot be read"):
        verify_export(tmp_path / "absent")
    with pytest.raises(UserError, match="cannot be read"):
        verify_receipt(tmp_path / "absent")


def test_packed_bomb_is_refused() -> None:
    """A small text that unpacks to a huge one is cut off."""
    import zlib
    from base64 import urlsafe_b64encode

    bomb = urlsafe_b64encode(zlib.compress(bytes(50_000_000), 9)).decode().rstrip("=")

    with pytest.raises(VerificationError):
        unpack_receipt(bomb)


def test_packed_receipt_fits_a_qr_code() -> None:
    """At a million entries, with a witness, a packed receipt fits a QR code of 2,953 bytes."""
    receipt = make_receipt()

    assert len(pack_receipt(replace(receipt, proof=tuple(hash_leaf(b"%d" % n) for n in range(20))))) < 2_953


def test_verifier_imports_nothing_of_storage() -> None:
    """A fresh process that verifies has loaded neither our storage nor a database."""
    program = (
        "import sys, siyada.ledger.verifier;"
        "bad = [m for m in sys.modules if m.split('.')[0] in {'sqlalchemy', 'sqlite3', 'alembic', 'httpx2', 'socket'}"
        " or m.startswith(('siyada.storage', 'siyada.settings', 'siyada.ledger.log'))];"
        "sys.exit(', '.join(bad) or 0)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.returncode == 0


def test_errors_are_ours() -> None:
    """Random bytes of every length end in a finding, and parsing them in our error."""
    pick = random.Random(7)  # noqa: S311  # any bytes do
    for length in range(200):
        data = pick.randbytes(length)
        assert check_receipt(data).findings
        with pytest.raises(SiyadaError):
            parse_receipt(data)
        with pytest.raises(SiyadaError):
            unpack_receipt(data.decode("latin-1"))
