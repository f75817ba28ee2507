// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/monitor.h"
#include "tests/fuzz/expect.h"

using namespace espseal;
using namespace espseal::monitor;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto recording = parse_recording(QByteArray(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)));
    if (!recording) {
        EXPECT(!recording.error().fix.isEmpty());
        return 0;
    }
    EXPECT(recording->cut_off <= size);
    Monitor monitor;
    monitor.replay(*recording);
    return 0;
}
