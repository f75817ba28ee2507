#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes settings.bin: an agent settings record made from the description in core/wire/agent_settings.h, without the project's encoder."""
import pathlib
import zlib

FIELDS = [(1, b"\x03"), (2, b"broker.example"), (3, (8883).to_bytes(2, "little")), (4, (4433).to_bytes(2, "little")), (5, b"\x7b\x00"), (6, b"\x7c\x00"),
          (7, b"\x01"), (8, b"\x01"), (9, b"\x00"), (10, b"\x01"), (11, (4096).to_bytes(2, "little")), (12, (1735689600).to_bytes(4, "little")),
          (13, b"\x05\x00"), (14, b"\x00")]

body = b"".join(bytes([tag, len(value)]) + value for tag, value in FIELDS)
head = (7).to_bytes(4, "little") + len(body).to_bytes(2, "little")
pathlib.Path(__file__).with_name("settings.bin").write_bytes(b"ESPSEAL\x01" + head + zlib.crc32(head + body).to_bytes(4, "little") + body)
