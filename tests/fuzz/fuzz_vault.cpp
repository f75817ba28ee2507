// SPDX-License-Identifier: Apache-2.0
#include "core/pki/vault.h"
#include "tests/fuzz/expect.h"

using namespace espseal;
using namespace espseal::pki;

namespace {

// A file may rightly ask for a second of work; the fuzzer has no time for that.
bool is_cheap(const KdfCosts &costs)
{
    if (const auto *argon2 = std::get_if<Argon2Costs>(&costs))
        return argon2->memory_kib <= 256 && argon2->passes <= 4;
    const auto &scrypt = std::get<ScryptCosts>(costs);
    return std::uint64_t { scrypt.n } * scrypt.block * scrypt.parallel <= 1024;
}

} // namespace

// What is read is written back byte for byte; what opens holds the secrets of the seeds, whose password this is, and no others.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString name = QStringLiteral("fuzz");
    const auto file = parse_vault({ data, size }, name);
    if (!file) {
        EXPECT(!file.error().code.isEmpty() && !file.error().fix.isEmpty());
        return 0;
    }
    EXPECT(is_affordable(file->costs));
    EXPECT(file->to_bytes() == QByteArrayView(data, static_cast<qsizetype>(size)));
    if (!is_cheap(file->costs))
        return 0;
    const QByteArray password("correct horse");
    const SecureBytes secret(std::span(reinterpret_cast<const std::uint8_t *>(password.constData()), static_cast<std::size_t>(password.size())));
    const auto vault = Vault::open({ data, size }, name, secret, file->costs);
    if (!vault)
        return 0;
    EXPECT(vault->entries().size() == 3);
    const auto first = vault->secret(QStringLiteral("greenhouse"));
    EXPECT(first && QByteArrayView(first->chars(), static_cast<qsizetype>(first->size())) == "first secret");
    return 0;
}
