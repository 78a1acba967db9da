#!/usr/bin/env python3
"""The oracle of the sentiment tests: scores by the reference, the PyPI package vaderSentiment 3.3.2.

    python3 vader_reference.py [--mask] < texts.jsonl > scores.jsonl

In: one JSON object a line with a `text` (lone surrogates as \\uXXXX escapes). Out, in the same order:
{"positive", "neutral", "negative", "compound"}, and the `text` as scored when masked. --mask first turns URLs into
`xurl` and @handles into `xuser`, as the mode `default` of processors/mentions/sentiment does.
"""

import argparse
import json
import re
import sys

from vaderSentiment import vaderSentiment

# The twins of URL_PATTERN and HANDLE_PATTERN in processors/mentions/sentiment/masks.ts, character for character.
URL = re.compile(r"(?<![A-Za-z0-9_])(?:[Hh][Tt][Tt][Pp][Ss]?:\/\/|[Ww][Ww][Ww]\.)[^\x09-\x0d\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*[A-Za-z0-9_\/]")
HANDLE = re.compile(r"(?<![A-Za-z0-9_@])@+[A-Za-z0-9_]+")


def plain_sum(values):
    """Left to right, as the built-in adds up to Python 3.11; from 3.12 on it compensates, and sums that cancel differ."""
    total = 0
    for value in values:
        total += value
    return total


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mask", action="store_true")
    mask = parser.parse_args().mask
    vaderSentiment.sum = plain_sum
    analyzer = vaderSentiment.SentimentIntensityAnalyzer()
    # Cut at "\n" only: str.splitlines and text streams also cut at other characters a text may hold.
    for line in sys.stdin.buffer.read().split(b"\n"):
        if not line:
            continue
        text = json.loads(line)["text"]
        if mask:
            text = HANDLE.sub("xuser", URL.sub("xurl", text))
        scores = analyzer.polarity_scores(text)
        row = {
            "positive": scores["pos"],
            "neutral": scores["neu"],
            "negative": scores["neg"],
            "compound": scores["compound"],
        }
        if mask:
            row["text"] = text
        print(json.dumps(row))


main()
