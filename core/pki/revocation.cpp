// SPDX-License-Identifier: Apache-2.0
#include "core/pki/revocation.h"

#include "core/base/files.h"
#include "core/pki/chain.h"
#include "core/pki/finding.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <QFileInfo>
#include <QLockFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr Size list_limit(16u << 20); // some hundred thousand entries

QDateTime now()
{
    return QDateTime::fromSecsSinceEpoch(QDateTime::currentSecsSinceEpoch(), QTimeZone::UTC);
}

Finding already(const RevokedEntry &known)
{
    return finding(u"already-revoked"_s, Severity::info,
        Messages::tr("The certificate with the serial number %1 was revoked on %2 already (%3).")
            .arg(known.serial, known.when.toString(u"yyyy-MM-dd"_s), reason_text(known.reason)),
        Messages::tr("Nothing; the list stays as it is."));
}

// Adds `entry`. False: it is there already.
Result<bool> add(QList<RevokedEntry> &entries, const RevokedEntry &entry)
{
    const auto known = std::ranges::find(entries, entry.serial, &RevokedEntry::serial);
    if (known == entries.end()) {
        entries << entry;
        return true;
    }
    if (known->reason == entry.reason)
        return false;
    if (known->reason != RevocationReason::certificate_hold && known->reason != RevocationReason::unspecified)
        return bad_input(u"already-revoked"_s,
            Messages::tr("The certificate with the serial number %1 is revoked already, for another reason (%2).")
                .arg(known->serial, reason_text(known->reason)),
            Messages::tr("Leave it so; peers refuse it either way."));
    known->reason = entry.reason; // the date stays: it is revoked since then
    return true;
}

} // namespace

QString RevocationStore::path() const
{
    return folder_ + u"/ca.crl"_s;
}

Result<std::optional<Crl>> RevocationStore::read(const Certificate &ca) const
{
    if (!QFileInfo::exists(path()))
        return std::nullopt;
    const auto crls = read_file(path(), list_limit).and_then([&](const QByteArray &bytes) { return read_crls(bytes_of(bytes), path()); });
    if (!crls)
        return failure(crls.error());
    if (crls->size() != 1 || !crls->first().is_signed_by(ca))
        return bad_input(u"crl-foreign"_s, Messages::tr("%1 is no list that the CA %2 signed.").arg(path(), ca.display_name()),
            Messages::tr("Put the CA's own list back, from a backup; or move this one away, which forgets what was revoked."));
    return crls->first();
}

template <class Change> Result<Revocation> RevocationStore::update(const IssuingCa &ca, int days, Digest digest, const Change &change) const
{
    QLockFile lock(folder_ + u"/.ca.crl.lock"_s);
    lock.setStaleLockTime(0); // a token may take its time; only a dead owner frees the lock
    if (!lock.tryLock(patience_))
        return failed(u"crl-locked"_s, Messages::tr("The revocation list in %1 cannot be locked for the change.").arg(folder_),
            Messages::tr("Wait until the other program has ended, or check that you may write there."));
    const auto there = read(ca.certificate);
    if (!there)
        return failure(there.error());
    const std::optional<Crl> &earlier = *there;
    CrlSpec spec;
    if (earlier) {
        spec.entries = earlier->entries();
        spec.number = next_crl_number(earlier->number());
    }
    const auto changed = change(spec.entries);
    if (!changed)
        return failure(changed.error());
    if (!*changed && earlier)
        return Revocation { *earlier, {} };
    spec.this_update = now();
    spec.next_update = spec.this_update.addDays(days);
    spec.digest = digest;
    const auto crl = make_crl(spec, ca.certificate, *ca.signer);
    if (!crl)
        return failure(crl.error());
    return write_file(path(), crl->pem()).transform([&] { return Revocation { *crl, {} }; });
}

Result<Revocation> RevocationStore::revoke(const RevokedEntry &entry, const IssuingCa &ca, int days, Digest digest) const
{
    std::optional<RevokedEntry> known;
    auto done = update(ca, days, digest, [&](QList<RevokedEntry> &entries) {
        return add(entries, entry).transform([&](bool added) {
            if (!added)
                known = *std::ranges::find(entries, entry.serial, &RevokedEntry::serial);
            return added;
        });
    });
    if (done && known)
        done->findings << already(*known);
    return done;
}

Result<Crl> RevocationStore::refresh(const IssuingCa &ca, int days, Digest digest) const
{
    return update(ca, days, digest, [](QList<RevokedEntry> &) -> Result<bool> { return true; }).transform([](const Revocation &done) { return done.crl; });
}

Result<RevokedEntry> revoked_entry(const Certificate &certificate, const Certificate &ca, RevocationReason reason, const QDateTime &when)
{
    if (certificate == ca)
        return bad_input(u"revokes-itself"_s, Messages::tr("A CA cannot revoke itself: nobody would believe its list."),
            Messages::tr("Remove it from the devices and computers that trust it."));
    if (!is_signed_by(certificate, ca))
        return bad_input(u"not-issued-by-ca"_s, Messages::tr("The certificate of %1 was not issued by %2.").arg(certificate.display_name(), ca.display_name()),
            Messages::tr("Give the CA that issued it (%1).").arg(certificate.issuer_name()));
    return RevokedEntry { certificate.serial(), QDateTime::fromSecsSinceEpoch(when.toSecsSinceEpoch(), QTimeZone::UTC), reason };
}

} // namespace espseal::pki
