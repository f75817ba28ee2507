// SPDX-License-Identifier: Apache-2.0
// Plans as drawn lines, so that a test shows what it is about:
//
//   1MB 512+512 3.x espseal              chip, map, and if it matters SDK, TLS library, firmware=, flash mode (dio), frequency (40m)
//   programs                             the map's boot loader and programs
//   0x07B000-0x07BFFF ca ca client=0x7B  first and last byte, name, role, then what else is known:
//                                        image's mode=, speed=, boot=, parts=SIZE,SIZE,...
//                                        content=, client=, server=, image=MAP, program=, pinned, file=, credential=, made-on-device, unplaced
//   agent client verifies host=server    (words: none client server both, verifies authenticates server-verifies host=)
#pragma once

#include "core/base/finding.h"
#include "core/flash/plan.h"

namespace espseal::flash::test {

// Fails the test on a line that it does not understand.
[[nodiscard]] Plan drawn(const QString &lines);

// "overlaps-code error ca,user1 0x07A000-0x07A3FF", one a line, by code.
[[nodiscard]] QString lines_of(const QList<Finding> &findings);

// Lines without indentation and empty ones.
[[nodiscard]] QString trimmed_lines(const QString &text);

} // namespace espseal::flash::test
