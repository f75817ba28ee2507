// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/imported.h"

using namespace espseal::flash;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray source(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    ImportHints hints;
    if (size % 4 != 0) // without it the source is read once for each map
        hints.size_map = 6;
    expect_good(import_partition_table(source, hints));
    return 0;
}
