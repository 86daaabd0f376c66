from __future__ import annotations

import json
import os
import pickle
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_files import make_docx, make_entity_bomb, make_mail, make_paragraph, make_rss, make_zip

from siyada.documents.names import format_member, format_name, is_showable, parse_name
from siyada.documents.readers import Limits, read
from siyada.documents.sources import Failure, Fetch, Fetched, Item, items
from siyada.errors import DocumentError, OutboundError

TEXT = b"Le delai est de dix jours."


def find(
    *paths: Path | str, fetch: Fetch | None = None, limits: Limits | None = None
) -> tuple[dict[str, Item], dict[str, str]]:
    """The items at some places by id, and what the failures say by id."""
    found = [*items([str(path) for path in paths], fetch, limits or Limits())]
    kept = [item for item in found if isinstance(item, Item)]
    failed = [failure for failure in found if isinstance(failure, Failure)]
    assert len({entry.id for entry in found}) == len(found)
    return {item.id: item for item in kept}, {failure.id: str(failure.error) for failure in failed}


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """A folder of files, below it as their names say."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def make_records(*records: object) -> bytes:
    """A JSONL file."""
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()


def test_a_folder_gives_its_files_in_order(tmp_path: Path) -> None:
    """Ids are paths below the folder that was named; the order is that of names; dot files are passed over."""
    files = dict.fromkeys(["b.txt", "a/z.txt", "a/é.txt", ".git/config", "~$b.docx", "c/.DS_Store"], TEXT)
    kept, failed = find(write(tmp_path / "lois", files))

    assert list(kept) == ["a/z.txt", "a/é.txt", "b.txt"]
    assert failed == {}
    assert kept["a/z.txt"].load() == TEXT
    assert kept["a/z.txt"].source == str(tmp_path / "lois" / "a" / "z.txt")


def test_a_file_named_alone_is_called_by_its_name(tmp_path: Path) -> None:
    """The folder a file lies in is no part of its id."""
    kept, _ = find(write(tmp_path, {"a/b/loi.txt": TEXT}) / "a" / "b" / "loi.txt")

    assert list(kept) == ["loi.txt"]


@pytest.mark.parametrize(
    ("name", "formatted"),
    [
        ('l\'arrêté "5" d’été.txt', 'l\'arrêté "5" d’été.txt'),
        ("قرار 5.txt", "قرار 5.txt"),
        ("a\nb.txt", "a%0Ab.txt"),
        ("\u202etxt.exe", "%E2%80%AEtxt.exe"),
        ("a\u200fb.txt", "a%E2%80%8Fb.txt"),
        ("100%.txt", "100%25.txt"),
        (os.fsdecode(b"d\xe9cret.txt"), "d%E9cret.txt"),
    ],
)
def test_names_are_shown_safely(tmp_path: Path, name: str, formatted: str) -> None:
    """Newlines, direction marks and bytes of no encoding are percent-encoded in ids; quotes and letters stay."""
    kept, failed = find(write(tmp_path / "folder", {name: TEXT}))

    assert list(kept) == [formatted]
    assert failed == {}
    assert kept[formatted].load() == TEXT
    assert parse_name(formatted) == name


@given(st.text() | st.binary().map(os.fsdecode))
def test_formatted_names_round_trip(name: str) -> None:
    """Every name can be shown, and had back from what is shown."""
    formatted = format_name(name)

    assert parse_name(formatted) == name
    assert is_showable(formatted) or not name
    formatted.encode()


@given(st.text(alphabet="a./\\\n", min_size=1))
def test_members_never_climb_out(name: str) -> None:
    """The id of an archive's member has no step upwards and does not begin at the root."""
    formatted = format_member(name)

    assert ".." not in formatted.split("/")
    assert not formatted.startswith("/")


def test_links_are_followed_once_and_never_in_a_circle(tmp_path: Path) -> None:
    """A link out of the folder is followed; one into it or above it is reported, and the rest is kept."""
    outside = write(tmp_path / "outside", {"o.txt": TEXT})
    folder = write(tmp_path / "folder", {"a.txt": TEXT, "sub/b.txt": TEXT})
    (folder / "loop").symlink_to(folder)
    (folder / "sub" / "up").symlink_to(tmp_path)
    (folder / "out").symlink_to(outside)
    (folder / "out2").symlink_to(outside)
    (outside / "back").symlink_to(folder / "sub")
    (folder / "self").symlink_to(folder / "self")
    (folder / "file.txt").symlink_to(folder / "a.txt")
    kept, failed = find(folder)

    assert list(kept) == ["a.txt", "file.txt", "out/o.txt", "sub/b.txt"]
    assert {name for name, reason in failed.items() if "leads back" in reason} == {
        "loop",
        "out/back",
        "out2",
        "sub/up",
    }
    assert "self" in failed


def test_what_is_no_file_is_reported(tmp_path: Path) -> None:
    """A missing file, a broken link and a pipe are reported with their reason, and never waited for."""
    folder = write(tmp_path / "folder", {"a.txt": TEXT})
    (folder / "broken").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe")
    kept, failed = find(folder, tmp_path / "missing.txt")

    assert list(kept) == ["a.txt"]
    assert failed == {
        "broken": "There is no such file or folder.",
        "pipe": "It is neither a file nor a folder.",
        "missing.txt": "There is no such file or folder.",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root opens everything")
def test_what_may_not_be_opened_is_reported(tmp_path: Path) -> None:
    """A file and a folder without permission are reported, and the rest is kept."""
    folder = write(tmp_path / "folder", {"a.txt": TEXT, "secret.txt": TEXT, "sub/b.txt": TEXT})
    (folder / "secret.txt").chmod(0)
    (folder / "sub").chmod(0)
    kept, failed = find(folder)
    (folder / "sub").chmod(0o700)

    assert list(kept) == ["a.txt"]
    assert set(failed) == {"secret.txt", "sub"}


def test_each_record_is_a_document(tmp_path: Path) -> None:
    """A record's id is the document's; its bytes are the canonical line; a bad line is reported by its number."""
    good = {"id": "09-08/ar/1", "lang": "ar", "title": "المادة 1", "text": "المعلوميات في خدمة المواطن."}
    lines = [make_records(good), b'{"id": "x"', b"", make_records({"text": "Sans nom."}), b"5", make_records(good)[:-1]]
    path = write(tmp_path, {"lois.jsonl": b"\n".join(lines)}) / "lois.jsonl"
    kept, failed = find(path)

    assert list(kept) == ["09-08/ar/1", "lois.jsonl#4"]
    assert set(failed) == {"lois.jsonl#2", "lois.jsonl#5", "lois.jsonl#6"}
    assert "Line 6 is not JSON" in failed["lois.jsonl#6"]
    item = kept["09-08/ar/1"]
    assert (item.title, item.source) == ("المادة 1", str(path))
    reading = read(item.load(), name=item.name)
    assert (reading.text, reading.language) == (good["text"], "ar")


def test_the_bytes_of_a_record_do_not_depend_on_its_writing(tmp_path: Path) -> None:
    """Other spacing or another order of the fields is the same document, byte for byte."""
    folder = write(tmp_path, {"a.jsonl": b'{"id":"a",  "text":"\\u00e9"}', "b.jsonl": '{"text":"é","id":"b"}'.encode()})
    kept, _ = find(folder)

    assert kept["a"].load() == '{"id":"a","text":"é"}'.encode()
    assert kept["b"].load() == '{"id":"b","text":"é"}'.encode()


def test_a_line_beyond_the_limit_does_not_end_the_file(tmp_path: Path) -> None:
    """A record that is too long is reported, and the next line is read from its own beginning."""
    data = make_records({"id": "a", "text": "a"}, {"id": "b", "text": "b" * 5000}, {"id": "c", "text": "c"})
    kept, failed = find(write(tmp_path, {"a.jsonl": data}), limits=Limits(size_bytes=1000))

    assert list(kept) == ["a", "c"]
    assert list(failed) == ["a.jsonl#2"]


def test_ids_of_records_are_kept_or_made_showable(tmp_path: Path) -> None:
    """A number is an id; newlines in one are encoded; a percent sign is kept, since records are named by people."""
    records = [{"id": name, "text": "a"} for name in (7, "50%", "a\nb", "", None)]
    kept, _ = find(write(tmp_path, {"a.jsonl": make_records(*records)}))

    assert list(kept) == ["7", "50%", "a%0Ab", "a.jsonl#4", "a.jsonl#5"]


def test_members_of_archives_are_documents(tmp_path: Path) -> None:
    """Archives in archives are opened; office files are documents; what systems leave behind is passed over."""
    inner = make_zip({"c.txt": TEXT, "d.jsonl": make_records({"id": "rec", "text": "a"}, {"id": "rec2", "text": "b"})})
    members = {
        "a.txt": TEXT,
        "sub/": b"",
        "__MACOSX/a": b"x",
        "b.docx": make_docx(make_paragraph("Texte.")),
        "i.zip": inner,
    }
    kept, failed = find(write(tmp_path, {"lois.zip": make_zip(members)}))

    assert list(kept) == ["lois.zip/a.txt", "lois.zip/b.docx", "lois.zip/i.zip/c.txt", "rec", "rec2"]
    assert failed == {}
    assert read(kept["lois.zip/b.docx"].load(), name="b.docx").text == "Texte."
    assert kept["lois.zip/i.zip/c.txt"].load() == TEXT


def test_items_are_small_and_can_be_pickled(tmp_path: Path) -> None:
    """An item of a file or a member carries its place and not its bytes, and is loaded elsewhere."""
    data = make_zip({"a.txt": TEXT * 4000, "m.eml": make_mail("Bonjour.", attached={"b.txt": TEXT * 4000})})
    kept, _ = find(write(tmp_path, {"a.zip": data, "c.txt": TEXT * 4000}))

    assert list(kept) == ["a.zip/a.txt", "a.zip/m.eml", "a.zip/m.eml/b.txt", "c.txt"]
    for item in kept.values():
        sent = pickle.dumps(item)
        assert len(sent) < 1000
        assert pickle.loads(sent).load() == item.load()  # noqa: S301  # our own bytes


def test_a_changed_archive_is_opened_anew(tmp_path: Path) -> None:
    """What an item loads is what the file holds now; a member that is gone is reported."""
    path = write(tmp_path, {"a.zip": make_zip({"a.txt": b"un", "b.txt": b"deux"})}) / "a.zip"
    kept, _ = find(path)
    assert kept["a.zip/a.txt"].load() == b"un"
    path.write_bytes(make_zip({"a.txt": b"un de plus"}))

    assert kept["a.zip/a.txt"].load() == b"un de plus"
    with pytest.raises(DocumentError, match=r"has no 'b\.txt' any more"):
        kept["a.zip/b.txt"].load()


def test_bombs_are_refused_unopened(tmp_path: Path) -> None:
    """A member that unpacks out of proportion is refused, and its neighbours are kept."""
    kept, failed = find(write(tmp_path, {"a.zip": make_zip({"bomb.txt": bytes(5_000_000), "a.txt": TEXT})}))

    assert list(kept) == ["a.zip/a.txt"]
    assert "as only bombs do" in failed["a.zip/bomb.txt"]


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(members=4), "would unpack to 5 files"),
        (Limits(archive_bytes=100), "and 0 MB"),
    ],
)
def test_an_archive_of_too_much_is_refused(tmp_path: Path, limits: Limits, reason: str) -> None:
    """The number of members and what they unpack to together are limited."""
    archive = make_zip({f"{number}.txt": TEXT for number in range(5)})
    kept, failed = find(write(tmp_path, {"a.zip": archive, "b.txt": TEXT}), limits=limits)

    assert list(kept) == ["b.txt"]
    assert reason in failed["a.zip"]


def test_many_small_archives_share_one_allowance(tmp_path: Path) -> None:
    """Archives that are each within the limit may not exceed it together."""
    folder = write(tmp_path, {f"{number}.zip": make_zip({"a.txt": TEXT}) for number in range(5)})
    kept, failed = find(folder, limits=Limits(archive_bytes=3 * len(TEXT)))

    assert list(kept) == ["0.zip/a.txt", "1.zip/a.txt", "2.zip/a.txt"]
    assert set(failed) == {"3.zip", "4.zip"}


def test_archives_do_not_nest_without_end(tmp_path: Path) -> None:
    """Beyond a depth an archive inside archives is reported."""
    data = TEXT
    for number in range(5):
        data = make_zip({f"{number}.zip" if number else "a.txt": data})
    kept, failed = find(write(tmp_path, {"a.zip": data}))

    assert kept == {}
    assert list(failed.values()) == ["More than 3 archives lie inside each other."]


def test_damaged_and_locked_archives_are_reported(tmp_path: Path) -> None:
    """A truncated archive and a locked member are reported with their reason."""
    locked = bytearray(make_zip({"a.txt": TEXT}))
    with zipfile.ZipFile(write(tmp_path, {"l.zip": bytes(locked)}) / "l.zip") as archive:
        directory = archive.start_dir
    locked[6] |= 1
    locked[directory + 8] |= 1
    (tmp_path / "l.zip").write_bytes(locked)
    write(
        tmp_path,
        {"t.zip": make_zip({"a.txt": TEXT})[:-30], "c.zip": make_zip({"a.txt": TEXT}).replace(TEXT[:9], b"x" * 9)},
    )
    kept, failed = find(tmp_path)

    assert set(failed) == {"l.zip/a.txt", "t.zip"} | ({"c.zip/a.txt"} - set(kept))
    assert "locked by a password" in failed["l.zip/a.txt"]
    assert "damaged" in failed["t.zip"]


def test_paths_that_climb_stay_below_their_archive(tmp_path: Path) -> None:
    """Members with steps upwards or from the root get ids below the archive, and nothing is written."""
    climbing = make_zip({"../../x.txt": TEXT, "/etc/y.txt": TEXT})
    kept, failed = find(write(tmp_path / "in", {"a.zip": climbing}))

    assert list(kept) == ["a.zip/%2E%2E/%2E%2E/x.txt", "a.zip/etc/y.txt"]
    assert failed == {}
    assert [item.load() for item in kept.values()] == [TEXT, TEXT]
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_attachments_are_documents(tmp_path: Path) -> None:
    """A mail is a document, and so is each attachment but pictures; names that recur are numbered."""
    mail = make_mail("Bonjour.", attached={"a.txt": TEXT, "p/q.txt": b"autre", "logo.png": b"\x89PNG\r\n\x1a\n"})
    forwarded = make_mail("Voir ci-joint.", attached={"a.eml": mail})
    kept, failed = find(write(tmp_path, {"m.eml": mail, "f.eml": forwarded}))

    assert list(kept) == [
        "f.eml",
        "f.eml/a.eml",
        "f.eml/a.eml/a.txt",
        "f.eml/a.eml/p_q.txt",
        "m.eml",
        "m.eml/a.txt",
        "m.eml/p_q.txt",
    ]
    assert failed == {}
    assert kept["f.eml/a.eml/a.txt"].load() == TEXT
    assert kept["m.eml/p_q.txt"].load() == b"autre"


def test_each_entry_of_a_feed_is_a_document(tmp_path: Path) -> None:
    """Without a way to fetch, an entry speaks for itself, with its date, paper and link."""
    feed = make_rss(
        [("Un guichet", "https://j.example/1", "<p>Le guichet <b>ouvre</b>.</p>"), ("Vide", "https://j.example/2", "")]
    )
    kept, _ = find(write(tmp_path, {"feed.xml": feed}))

    assert list(kept) == ["https://j.example/1", "https://j.example/2"]
    reading = read(kept["https://j.example/1"].load(), name="feed.xml")
    assert (reading.title, reading.text, reading.language) == ("Un guichet", "Le guichet ouvre.", "fr")
    assert reading.metadata == {"date": "2025-09-15", "publisher": "Le Journal", "source": "https://j.example/1"}
    with pytest.raises(DocumentError, match="There is no text"):
        read(kept["https://j.example/2"].load(), name="feed.xml")


def test_a_feed_of_entities_unfolds_nothing(tmp_path: Path) -> None:
    """Entities in a feed are neither expanded nor fetched."""
    feed = make_rss([("a", "https://j.example/a", "x")])
    bomb = feed.replace(b"<rss", f"{make_entity_bomb('rss')}<rss".encode()).replace(b">a<", b">&a9;<")
    file = feed.replace(b"<rss", b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss').replace(
        b">a<", b">&x;<"
    )
    kept, failed = find(write(tmp_path, {"bomb.xml": bomb}) / "bomb.xml")
    also_kept, also_failed = find(write(tmp_path, {"file.xml": file}) / "file.xml")

    assert kept or failed
    assert also_kept or also_failed
    assert "lol" not in "".join(item.title for item in kept.values())
    assert all(b"root:" not in item.load() for item in also_kept.values())


class Site:
    """A web site in memory; what it does not have cannot be fetched."""

    def __init__(self, pages: dict[str, Fetched]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def fetch(self, url: str) -> Fetched:
        """The page at an address."""
        self.asked.append(url)
        if url not in self.pages:
            raise OutboundError("No answer from {url}.", url=url)
        return self.pages[url]


def test_pages_behind_a_feed_are_fetched() -> None:
    """With a way to fetch, an entry is the page behind its link, or speaks for itself where that fails."""
    feed = make_rss(
        [(name, f"https://j.example/{name}", content) for name, content in (("a", "x"), ("b", "y"), ("c", ""))]
    )
    page = Fetched("https://j.example/a?r", "<html><p>La page entière.</p></html>".encode(), "text/html; charset=utf-8")
    site = Site({"https://j.example/feed": Fetched("https://j.example/feed", feed), "https://j.example/a": page})
    kept, failed = find("https://j.example/feed", fetch=site.fetch)

    assert site.asked == [f"https://j.example/{name}" for name in ("feed", "a", "b", "c")]
    assert read(kept["https://j.example/a"].load(), name="a").text == "La page entière."
    assert kept["https://j.example/a"].metadata["publisher"] == "Le Journal"
    assert read(kept["https://j.example/b"].load(), name="b").text == "y"
    assert failed == {"https://j.example/c": "No answer from https://j.example/c."}


def test_a_feed_that_lies_in_a_folder_fetches_nothing(tmp_path: Path) -> None:
    """Only what a person named reaches the network; a feed found below a folder speaks for itself."""
    site = Site({})
    folder = write(tmp_path, {"feed.xml": make_rss([("a", "https://j.example/a", "x")])})
    kept, _ = find(folder, fetch=site.fetch)

    assert (list(kept), site.asked) == (["https://j.example/a"], [])


def test_web_addresses_need_a_way_to_fetch() -> None:
    """An address is a page, an archive or whatever is there; without leave to fetch it is a failure."""
    archive = Fetched("https://a.example/lois.zip", make_zip({"a.txt": TEXT}))
    text = Fetched("https://a.example/b", TEXT, "text/markdown")
    site = Site({archive.url: archive, text.url: text})
    kept, failed = find(archive.url, text.url, "https://a.example/missing", fetch=site.fetch)

    assert list(kept) == ["https://a.example/lois.zip/a.txt", "https://a.example/b"]
    assert [item.load() for item in kept.values()] == [TEXT, TEXT]
    assert (kept[text.url].declared, kept[text.url].name, kept[text.url].source) == ("text/markdown", "b", text.url)
    assert list(failed) == ["https://a.example/missing"]
    assert "not read here" in find(text.url)[1][text.url]


def test_a_file_beyond_the_limit_is_not_loaded(tmp_path: Path) -> None:
    """300 MB of text, here of a sparse file, is refused by its size before a byte of it is read."""
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.write(TEXT)
        stream.truncate(300_000_000)
    kept, _ = find(path)

    with pytest.raises(DocumentError, match=r"It has 300\.0 MB, more than the 100\.0 MB"):
        kept["large.txt"].load()


def test_an_item_whose_file_is_gone_is_refused(tmp_path: Path) -> None:
    """A file removed between listing and reading is reported."""
    kept, _ = find(write(tmp_path, {"a.txt": TEXT}))
    (tmp_path / "a.txt").unlink()

    with pytest.raises(DocumentError, match="no such file"):
        kept["a.txt"].load()


@pytest.mark.parametrize("named", [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_places_are_taken_in_the_order_in_which_they_are_named(tmp_path: Path, named: Sequence[str]) -> None:
    """What is named first comes first."""
    folder = write(tmp_path, dict.fromkeys(named, TEXT))

    assert list(find(*(folder / name for name in named))[0]) == list(named)


@pytest.mark.corpus
def test_a_real_library_of_records_is_whole(corpora: Path) -> None:
    """Each of three thousand records is an item that can be read."""
    found = [*items([str(corpora / "documents" / "service-desk.jsonl")], None, Limits())]

    assert len(found) == 3143
    assert all(isinstance(item, Item) and read(item.load(), name=item.name).text for item in found)
