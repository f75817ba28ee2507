// SPDX-License-Identifier: Apache-2.0
#include "core/wire/blob.h"
#include "tests/fuzz/expect.h"

#include <algorithm>
#include <vector>

using namespace espseal::wire;

// What is read is inside the input, and writing it again gives the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const ByteView blob { data, static_cast<uint32_t>(size) };
    std::vector<uint8_t> copy(size);
    BlobWriter writer({ copy.data(), blob.size });
    BlobReader reader(blob);
    BlobEntry entry;
    BlobStep step = reader.next(entry);
    bool found_key = false;
    for (; step == BlobStep::entry; step = reader.next(entry)) {
        EXPECT(entry.offset == writer.size());
        EXPECT(entry.payload.data >= data && entry.payload.data + entry.payload.size <= data + size);
        EXPECT(writer.add(entry.name, entry.payload));
        EXPECT(writer.size() == reader.offset());
        if (blob_payload_kind(entry.payload) == BlobPayload::der)
            EXPECT(entry.payload.size >= 2 && entry.payload.data[0] == 0x30);
        found_key = found_key || std::equal(blob_private_key_name, blob_private_key_name + 11, entry.name);
    }
    EXPECT(std::equal(copy.begin(), copy.begin() + writer.size(), data));
    EXPECT(reader.next(entry) == step);
    EXPECT((step == BlobStep::end) == (reader.offset() == size));

    const BlobStep search = blob_find(blob, blob_private_key_name, entry);
    EXPECT(search == (found_key ? BlobStep::entry : step));
    return 0;
}
