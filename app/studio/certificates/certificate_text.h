// SPDX-License-Identifier: Apache-2.0
// Words for certificates that several pages show.
#pragma once

#include <QDateTime>

#include "app/studio/theme/tones.h"
#include "app/studio/workspace/credential_store.h"

namespace espseal::studio {

enum class CertificateHealth { good, soon, expired, future, no_key, broken_key };

[[nodiscard]] CertificateHealth health_of(const StoredCredential &credential, const QDateTime &now = QDateTime::currentDateTimeUtc());
[[nodiscard]] QString health_word(CertificateHealth health);
[[nodiscard]] Tone health_tone(CertificateHealth health);
[[nodiscard]] QString health_icon(CertificateHealth health);

[[nodiscard]] QString use_text(const pki::Certificate &certificate); // "CA", "server", "device", "server and device"
[[nodiscard]] QString until_text(const pki::Certificate &certificate, const QDateTime &now = QDateTime::currentDateTimeUtc()); // "23 Nov 2028, 730 days"
[[nodiscard]] QString names_text(const pki::Certificate &certificate); // alternative names, comma separated

} // namespace espseal::studio
