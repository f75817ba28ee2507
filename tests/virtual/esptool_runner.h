// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTest>

#include "tests/virtual/device_process.h"

namespace espseal::test {

// Debian's esptool, a client that this project did not write.
class EsptoolRunner {
public:
    struct Run {
        int code; // -1: it did not end
        QByteArray output;
    };
    // Without esptool on the system the test is skipped.
    EsptoolRunner();

    [[nodiscard]] static Run run(const QStringList &arguments);
    // With default resets over RFC 2217.
    [[nodiscard]] Run over_network(const QStringList &arguments) const;
    // Writes an input file and returns its name.
    [[nodiscard]] QString sample_file(const QByteArray &content) const;

    DeviceProcess device;
};

// Half of it compresses, half does not; always the same.
[[nodiscard]] QByteArray sample(qsizetype size);

} // namespace espseal::test
