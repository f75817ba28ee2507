// SPDX-License-Identifier: Apache-2.0
// Tables and esptool commands: the same bytes as both.
#include "tests/fuzz/imported.h"

using namespace espseal::flash;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    ImportHints map6;
    map6.size_map = 6;
    for (const ImportHints &hints : { ImportHints(), map6 }) {
        expect_good(import_csv(text, hints));
        expect_good(import_esptool(QString::fromUtf8(text), QStringLiteral("/build"), hints));
    }
    (void)recognise_import({ data, size });
    return 0;
}
