// SPDX-License-Identifier: Apache-2.0
#include "core/pki/asn1_dump.h"
#include "tests/fuzz/expect.h"

using namespace espseal::pki;

// Every line lies in the bytes, begins where its parent or elder sibling says, and none is lost.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto lines = asn1_structure({ data, size });
    static_cast<void>(asn1_dump({ data, size }));
    if (!lines) {
        EXPECT(exit_status(lines.error()) == 3 && !lines.error().fix.isEmpty());
        return 0;
    }
    std::uint32_t end = 0; // of the top-level elements so far
    for (qsizetype i = 0; i < lines->size(); ++i) {
        const Asn1Line &line = (*lines)[i];
        EXPECT(line.header >= 2 && size_t(line.offset) + line.header + line.length <= size);
        if (line.depth == 0) {
            EXPECT(line.offset == end);
            end = line.offset + line.header + line.length;
        } else {
            EXPECT(i > 0 && line.depth <= (*lines)[i - 1].depth + 1 && line.offset >= (*lines)[i - 1].offset + (*lines)[i - 1].header);
        }
    }
    EXPECT(end == size);
    return 0;
}
