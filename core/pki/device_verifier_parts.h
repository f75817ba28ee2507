// SPDX-License-Identifier: Apache-2.0
// What the three verifiers share: writing down steps, and reading a CA sector.
#pragma once

#include "core/pki/device_verifier.h"
#include "core/pki/finding.h"
#include "core/pki/fix_action.h"
#include "core/wire/blob.h"

#include <algorithm>

namespace espseal::pki {

// Writes the verdict step by step.
class DeviceReport {
public:
    void pass(const QString &text) { add(DeviceStep::Outcome::passed, text); }
    void skip(const QString &text) { add(DeviceStep::Outcome::skipped, text); }
    void fail(const QString &text) { add(DeviceStep::Outcome::failed, text); }
    void note(Finding finding) { verdict_.findings << std::move(finding); }

    // A cause, with its step. Causes come before notes.
    void fail(const Finding &cause)
    {
        fail(cause.message);
        verdict_.findings.insert(causes_++, cause);
    }
    [[nodiscard]] DeviceVerdict refused(int code, QString shown, QString name, std::optional<int> callback);
    [[nodiscard]] DeviceVerdict accepted();
    [[nodiscard]] DeviceVerdict &verdict() { return verdict_; }

private:
    void add(DeviceStep::Outcome outcome, const QString &text) { verdict_.steps << DeviceStep { outcome, text }; }

    DeviceVerdict verdict_;
    qsizetype causes_ = 0;
};

[[nodiscard]] DeviceVerdict ask_runtime(const DeviceQuestion &question);
[[nodiscard]] DeviceVerdict ask_mbedtls(const DeviceQuestion &question);
[[nodiscard]] DeviceVerdict ask_axtls(const DeviceQuestion &question);

// Bytes of the TLS Certificate message, handshake header included (RFC 5246 7.4.2).
[[nodiscard]] int certificate_message_size(const QList<Certificate> &chain);

// What an accepting device did not look at although it is wrong: "date-not-checked", "name-not-checked", "purpose-not-checked".
void tell_blind_spots(const DeviceQuestion &question, DeviceReport &report);

// At most the first `limit` bytes.
[[nodiscard]] inline wire::ByteView view_of(const QByteArray &bytes, std::uint32_t limit)
{
    return { reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::uint32_t>(std::min<qsizetype>(bytes.size(), limit)) };
}
[[nodiscard]] wire::ByteView view_of(QByteArray &&bytes, std::uint32_t limit) = delete; // the view would outlive them

// Causes that more than one of them has.
[[nodiscard]] Finding ca_sector_erased();
[[nodiscard]] Finding ca_sector_unreadable(const QString &entry, const QString &why);
[[nodiscard]] Finding message_too_large(int size, int limit);
[[nodiscard]] Finding device_cannot_use_key(const Certificate &certificate, const DeviceProfile &device);
[[nodiscard]] Finding no_certificate_came();
[[nodiscard]] Finding unreadable_for_device(const Certificate &certificate, const QString &why);
[[nodiscard]] Finding device_knows_no_issuer(const Certificate &certificate, const QList<Certificate> &cas);

} // namespace espseal::pki
