// SPDX-License-Identifier: Apache-2.0
// Manifests of batches: whatever a CSV file holds, each row is one that can be made, or one problem names its line.
#include "core/pki/batch_manifest.h"
#include "tests/fuzz/expect.h"

using namespace espseal;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::span bytes(data, size);
    const auto table = read_csv(bytes, QStringLiteral("x"));
    if (table) {
        for (const CsvRow &row : table->rows)
            EXPECT(row.line > 0 && row.fields.size() == table->header.size());
        // What is read can be written and read again.
        QString text = csv_line(table->header);
        for (const CsvRow &row : table->rows)
            text += csv_line(row.fields);
        const QByteArray utf8 = text.toUtf8();
        const auto again = read_csv({ reinterpret_cast<const std::uint8_t *>(utf8.constData()), static_cast<std::size_t>(utf8.size()) }, QStringLiteral("x"));
        if (again && again->separator == u',' && table->header.size() > 1 && again->header == table->header && again->problems.isEmpty())
            EXPECT(again->rows.size() == table->rows.size());
    }
    const auto manifest = pki::read_manifest(bytes, QStringLiteral("x"), {});
    if (!manifest)
        return 0;
    for (const pki::BatchRow &row : manifest->rows) {
        EXPECT(pki::folder_name_problem(row.name).isEmpty());
        EXPECT(row.choices.order().has_value());
    }
    for (const Finding &problem : manifest->problems)
        EXPECT(problem.place.startsWith(QStringLiteral("line:")) && !problem.message.isEmpty());
    return 0;
}
