// SPDX-License-Identifier: Apache-2.0
// A CA's revocation list in its folder: the list is the only record of what was revoked.
#pragma once

#include "core/base/finding.h"
#include "core/pki/crl.h"
#include "core/pki/issuing_ca.h"

#include <chrono>

namespace espseal::pki {

inline constexpr int crl_days = 30; // until the next list is due

struct Revocation {
    Crl crl;
    QList<Finding> findings; // "already-revoked"
};

// FOLDER/ca.crl. Changes hold a lock file, so that two at once lose none of each other's entries; a lock whose program is gone does not count.
class RevocationStore {
public:
    explicit RevocationStore(QString folder, std::chrono::milliseconds patience = std::chrono::seconds(30))
        : folder_(std::move(folder))
        , patience_(patience)
    {
    }

    [[nodiscard]] QString path() const;

    // The list as it is; nothing if there is none yet. Errors: of reading; "crl-foreign": another CA's, or changed.
    [[nodiscard]] Result<std::optional<Crl>> read(const Certificate &ca) const;
    // Adds an entry and signs the next list. A certificate on hold may be revoked for good. Errors: as read(), make_crl(); "already-revoked" for
    // another reason; "crl-locked".
    [[nodiscard]] Result<Revocation> revoke(const RevokedEntry &entry, const IssuingCa &ca, int days = crl_days, Digest digest = Digest::sha256) const;
    // The same entries, the next number, new dates. An empty list if there was none.
    [[nodiscard]] Result<Crl> refresh(const IssuingCa &ca, int days = crl_days, Digest digest = Digest::sha256) const;

private:
    template <class Change> Result<Revocation> update(const IssuingCa &ca, int days, Digest digest, const Change &change) const;

    QString folder_;
    std::chrono::milliseconds patience_;
};

// The entry for a certificate of that CA. Errors: "not-issued-by-ca"; "revokes-itself".
[[nodiscard]] Result<RevokedEntry> revoked_entry(
    const Certificate &certificate, const Certificate &ca, RevocationReason reason, const QDateTime &when = QDateTime::currentDateTimeUtc());

} // namespace espseal::pki
