#!/usr/bin/env python3
"""Makes docs/search.svg, the picture in the README, from real output: run it at the root of the repository.

    cargo build --release && python3 docs/make_picture.py
"""
import html
import re
import subprocess

COMMAND = ["search", '"Ambrazevich"']
STYLES = {"1;31": 'fill="#c0392b" font-weight="bold"', "35": 'fill="#8e44ad"', "1": 'font-weight="bold"', "2": 'fill="#7f8c8d"'}
SIZE, LINE, MARGIN = 14, 20, 16


def spans(line):
    """The pieces of a line between ANSI codes, each with its style."""
    style = ""
    for piece in re.split("(\x1b\\[[0-9;]*m)", line):
        if piece.startswith("\x1b["):
            style = STYLES.get(piece[2:-1], "")
        elif piece:
            yield f'<tspan {style}>{html.escape(piece)}</tspan>' if style else html.escape(piece)


def main():
    output = subprocess.run(["target/release/kartoteka", *COMMAND, "--color", "always"], capture_output=True, text=True, check=True)
    lines = ["$ kartoteka search '\"Ambrazevich\"'", *output.stdout.rstrip("\n").split("\n"), output.stderr.strip().split("\n")[-1]]
    width = max(len(re.sub("\x1b\\[[0-9;]*m", "", line)) for line in lines)
    rows = "\n".join(f'<text x="{MARGIN}" y="{MARGIN + LINE * (number + 1) - 6}" xml:space="preserve">{"".join(spans(line))}</text>'
                     for number, line in enumerate(lines))
    box = f'{MARGIN * 2 + width * SIZE * 0.602:.0f}', MARGIN * 2 + LINE * len(lines)
    with open("docs/search.svg", "w", encoding="utf-8") as out:
        out.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{box[0]}" height="{box[1]}" font-size="{SIZE}" '
                  f'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" fill="#2c3e50">\n'
                  f'<rect width="100%" height="100%" rx="8" fill="#fbfbf8"/>\n{rows}\n</svg>\n')


main()
