#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes vectors.txt, console.bin and bodies/: trace frames made without the project's own encoder, from the description in core/wire/trace_frame.h.

A line is: name kind seq schema body frame line; numbers and bytes in hexadecimal, "-" for an empty body, the line form without CR LF
(it holds a blank, but is the last column). console.bin is what a serial port gives: boot noise, console text, the frames in both forms.
bodies/ holds kind and body of each event.
"""
import base64
import binascii
import pathlib


def schema_hash(name):
    value = 2166136261
    for byte in name.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return (value >> 16 ^ value) & 0xFFFF


def number(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def signed(value):
    return number(value * 2 if value >= 0 else -value * 2 - 1)


def string(value):
    value = value.encode() if isinstance(value, str) else value
    return number(len(value)) + value


def body(delta, *fields):
    return number(delta) + b"".join(field if isinstance(field, bytes) else number(field) for field in fields)


def cobs(data):
    return b"".join(bytes([len(block) + 1]) + block for block in data.split(b"\0"))  # for blocks under 254 bytes


def vector(name, kind, seq, schema, content):
    packet = bytes([kind, seq]) + content
    packet += binascii.crc_hqx(packet + schema.to_bytes(2, "big"), 0xFFFF).to_bytes(2, "big")
    frame = b"\0" + cobs(packet) + b"\0"
    line = "#ES " + base64.b64encode(packet).decode()
    return f"{name} {kind:02x} {seq:02x} {schema:04x} {content.hex() or '-'} {frame.hex()} {line}"


VECTORS = [
    vector("hello", 0x01, 0, schema_hash("hello/1"),
           body(0, 1, 1, 1234567, string("espseal-agent 0.1.0"), string("BearSSL 0.6"), string(bytes.fromhex("5ccf7f00a1b2")), 2, 2048, 1024, 17432, 5120, 3,
                4194304, 1)),
    vector("session_start", 0x02, 1, schema_hash("session_start/1"), body(150, 7, 1, 1, 1, 4096, string("192.168.4.2:8883"))),
    vector("message", 0x05, 255, schema_hash("message/1"), body(1048575, 1, 11, 1204, 0, 41200, 127)),
    vector("session_end", 0x0B, 16, schema_hash("session_end/1"), body(99, 7, signed(-28), 304, 0, 0, 0, 2500000)),
    vector("error", 0x0E, 17, schema_hash("error/1"), body(5, signed(-12), 0, string("espconn_secure_send"), string("1500 bytes asked, 1024 allowed"))),
    vector("hello_request", 0x20, 9, schema_hash("hello_request/1"), b""),
    vector("unknown_kind", 0x7F, 200, 0, bytes.fromhex("00112233445566778899aabbccddeeff")),
    vector("zeros", 0x80, 0, 0, bytes(12)),
    vector("longest", 0x81, 1, 0, bytes(1 + i % 255 for i in range(240))),
]

CONSOLE = [b"\x1a\x00\xfe\x8f\x80\r\n", b"mode : sta(18:fe:34:a0:b1:c2)\r\n", b"\x1b[32mscandone\x1b[0m\r\n", b"22 \xc2\xb0C\r\n", b"."]


def console():
    out = b""
    for i, line in enumerate(VECTORS):
        columns = line.split(" ", 6)
        out += CONSOLE[i % len(CONSOLE)] + bytes.fromhex(columns[5]) + columns[6].encode() + b"\r\n"
    return out


if __name__ == "__main__":
    here = pathlib.Path(__file__)
    here.with_name("vectors.txt").write_text("\n".join(VECTORS) + "\n")
    here.with_name("console.bin").write_bytes(console())
    for line in VECTORS[:5]:
        columns = line.split(" ")
        bodies = here.with_name("bodies")
        bodies.mkdir(exist_ok=True)
        (bodies / f"{columns[0]}.bin").write_bytes(bytes.fromhex(columns[1] + columns[4]))
