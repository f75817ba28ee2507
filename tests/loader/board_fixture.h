// SPDX-License-Identifier: Apache-2.0
// A virtual device with known flash content, and what the tests of the flash client do with it.
#pragma once

#include "core/loader/flash_client.h"
#include "tests/virtual/device_process.h"

#include <QTest>

#include <functional>

namespace espseal::test {

using namespace Qt::StringLiterals;

// Bytes that differ from sector to sector and are never blank, so that a change or a shift anywhere shows.
[[nodiscard]] QByteArray patterned_flash(qsizetype size);
[[nodiscard]] QByteArray random_bytes(qsizetype size, quint32 seed);
[[nodiscard]] std::span<const std::uint8_t> view(const QByteArray &bytes);
[[nodiscard]] QByteArray to_array(std::span<const std::uint8_t> bytes);

// Fails the test with the error's sentence.
template <class T> void require(const Result<T> &result)
{
    if (!result)
        QFAIL(qPrintable(result.error().code + ": "_L1 + result.error().sentence() + u' ' + result.error().detail));
}
[[nodiscard]] loader::FlashClient connect_to(const QString &port, const loader::ConnectOptions &options = {});

// Calls the test back on each report.
class Watcher final : public Progress {
public:
    using Seen = std::function<void(const QString &what, quint64 done, quint64 total)>;
    explicit Watcher(Seen seen)
        : seen_(std::move(seen))
    {
    }
    void report(const QString &what, std::uint64_t done, std::uint64_t total) override { seen_(what, done, total); }

private:
    Seen seen_;
};

} // namespace espseal::test
