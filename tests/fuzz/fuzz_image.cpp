// SPDX-License-Identifier: Apache-2.0
#include "core/flash/image.h"
#include "tests/fuzz/expect.h"

using namespace espseal;
using namespace espseal::flash;

// Whatever the bytes say, lengths and segments stay inside the file.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Result<ImageInfo> info = inspect_image({ data, size });
    if (!info) {
        EXPECT(!info.error().message.isEmpty() && !info.error().fix.isEmpty());
        return 0;
    }
    EXPECT(info->file_size == Size(size));
    EXPECT(info->code_end <= info->file_size);
    for (const Segment &segment : info->segments)
        EXPECT(segment.offset + segment.size <= info->code_end);
    return 0;
}
