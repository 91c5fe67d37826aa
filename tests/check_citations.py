#!/usr/bin/env python3
"""Confirms citations: cuts each cited range out of its file and decodes it with Python's own codecs.

    kartoteka search ... --format jsonl | tests/check_citations.py CORPUS

For each hit: the bytes of the file have the SHA-256 that is named, those of the range have theirs, decoded they are
`text` exactly, every match stands where it says, and the lines are those of the range; so are those of `read_from`. Shares no code with kartoteka.
Exit 1 if anything does not hold, or if there was nothing to check.
"""
import base64
import hashlib
import json
import os
import re
import sys

# Names of the Encoding Standard that Python knows under others.
CODECS = {"ibm866": "cp866", "x-mac-cyrillic": "mac-cyrillic", "windows-874": "cp874", "gbk": "gb18030",
          "big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949", "iso-8859-8-i": "iso-8859-8", "x-mac-ce": "mac_latin2",
          "utf-32le": "utf-32-le", "utf-32be": "utf-32-be", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}


def decode(data, derivation):
    (charset,) = derivation
    if charset.startswith("utf-8+"):
        return "".join(decode(line, [charset_of(line, charset)]) for line in lines_of(data))
    return data.decode(CODECS.get(charset, charset), "replace")


def lines_of(data):
    """The lines with what ends them, LF or CR."""
    return re.findall(rb"[^\r\n]*[\r\n]|[^\r\n]+", data)


def charset_of(line, charset):
    """In `utf-8+X` a line is UTF-8 if it is valid, or if more of its characters are whole than broken; else it is X."""
    text = line.decode("utf-8", "surrogateescape")
    broken = line.decode("utf-8", "replace").count("\ufffd") - text.count("\ufffd")
    good = sum(c > "\x7f" and not "\udc80" <= c <= "\udcff" for c in text)
    return "utf-8" if not broken or good > broken else charset.removeprefix("utf-8+")


def decode_range(data, start, end, derivation):
    """A range; where lines have charsets of their own, that of the whole line counts."""
    if not derivation[0].startswith("utf-8+"):
        return decode(data[start:end], derivation)
    out, at = "", 0
    for line in lines_of(data):
        part = line[max(start - at, 0):max(end - at, 0)]
        out += decode(part, [charset_of(line, derivation[0])])
        at += len(line)
    return out


def line_of(data, at, derivation):
    """The 1-based line that the byte at this offset stands on: LF or CRLF end a line, CR where there is no LF."""
    before, all_of_it = decode(data[:at], derivation), decode(data, derivation)
    return before.count("\n" if "\n" in all_of_it else "\r") + 1


def check(hit, root):
    path = os.fsencode(hit["file"]) if hit["file_base64"] is None else base64.b64decode(hit["file_base64"])
    with open(os.path.join(os.fsencode(root), path), "rb") as file:
        data = file.read()
    cited = data[hit["byte_start"]:hit["byte_end"]]
    text = hit["text"]
    lines_in = hit["encoding"].partition("+")[0]
    width = len("\n".encode(CODECS.get(lines_in, lines_in)))
    yield hit["status"] == "ok", "not ok"
    yield hashlib.sha256(data).hexdigest() == hit["sha256"], "the file has another SHA-256"
    yield hashlib.sha256(cited).hexdigest() == hit["passage_sha256"], "the range has another SHA-256"
    if hit["encoding"] != "iso-2022-jp":
        read = decode_range(data, hit["byte_start"], hit["byte_end"], hit["derivation"])
        yield read == text, f"reads {read!r}, not {text!r}"
    yield line_of(data, hit["byte_start"], hit["derivation"]) == hit["line_start"], "another first line"
    yield line_of(data, hit["byte_end"] - width, hit["derivation"]) == hit["line_end"], "another last line"
    for place in filter(None, (hit["read_from"] or {}).values()):
        said = data[place["byte_start"]:place["byte_end"]]
        yield hashlib.sha256(said).hexdigest() == place["sha256"], f"{place} has another SHA-256"
        yield line_of(data, place["byte_start"], hit["derivation"]) == place["line_start"], f"{place}: another line"
    for match in hit["matches"]:
        yield text.encode()[match["start"]:match["end"]].decode() == match["text"], f"match {match} is not there"


def main():
    hits = [json.loads(line) for line in sys.stdin]
    wrong = [(hit["id"], what) for hit in hits for holds, what in check(hit, sys.argv[1]) if not holds]
    for where, what in wrong:
        print(f"{where}: {what}")
    print(f"{len(hits)} citations checked, {len(wrong)} faults")
    sys.exit(1 if wrong or not hits else 0)


main()
