// SPDX-License-Identifier: Apache-2.0
// Words for certificates that several pages show.
#pragma once

#include <QDateTime>

#include "app/studio/theme/tones.h"
#include "app/studio/workspace/credential_store.h"
#include "core/base/finding.h"

namespace espseal::studio {

// The worst that is known, as one word.
enum class CertificateHealth { good, key_on_device, key_on_token, no_key, soon, unfit, weak, future, expired, revoked, broken_key };

inline constexpr int soon_days = 30; // an end nearer than this is told

// `findings`: what the device profile says about it.
[[nodiscard]] CertificateHealth health_of(
    const StoredCredential &credential, const QList<Finding> &findings = {}, const QDateTime &now = QDateTime::currentDateTimeUtc());
[[nodiscard]] QString health_word(CertificateHealth health);
[[nodiscard]] QString health_sentence(CertificateHealth health); // what the word means here
[[nodiscard]] Tone health_tone(CertificateHealth health);
[[nodiscard]] QString health_icon(CertificateHealth health);

[[nodiscard]] QString use_text(const pki::Certificate &certificate); // "CA", "server", "client", "server and client"
[[nodiscard]] QString use_text(const StoredCredential &credential); // the same, and "intermediate CA"
[[nodiscard]] QString until_text(const pki::Certificate &certificate, const QDateTime &now = QDateTime::currentDateTimeUtc()); // "23 Nov 2028, 730 days"
[[nodiscard]] QString names_text(const pki::Certificate &certificate); // alternative names, comma separated
[[nodiscard]] QString date_text(const QDateTime &when); // "23 Nov 2028"
// The use that a judgement asks for: a CA, else client where it may be one, else server.
[[nodiscard]] pki::Role role_of(const pki::Certificate &certificate);
[[nodiscard]] bool is_weak(const QList<Finding> &findings); // by today's rules: key or digest too small

} // namespace espseal::studio
