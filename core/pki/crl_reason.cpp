// SPDX-License-Identifier: Apache-2.0
#include "core/pki/crl.h"
#include "core/pki/messages.h"

#include <QStringList>

#include <array>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr std::array reasons { RevocationReason::unspecified, RevocationReason::key_compromise, RevocationReason::ca_compromise,
    RevocationReason::affiliation_changed, RevocationReason::superseded, RevocationReason::cessation_of_operation, RevocationReason::certificate_hold,
    RevocationReason::remove_from_crl, RevocationReason::privilege_withdrawn, RevocationReason::aa_compromise };

} // namespace

QString reason_name(RevocationReason reason)
{
    switch (reason) {
    case RevocationReason::key_compromise:
        return u"keyCompromise"_s;
    case RevocationReason::ca_compromise:
        return u"CACompromise"_s;
    case RevocationReason::affiliation_changed:
        return u"affiliationChanged"_s;
    case RevocationReason::superseded:
        return u"superseded"_s;
    case RevocationReason::cessation_of_operation:
        return u"cessationOfOperation"_s;
    case RevocationReason::certificate_hold:
        return u"certificateHold"_s;
    case RevocationReason::remove_from_crl:
        return u"removeFromCRL"_s;
    case RevocationReason::privilege_withdrawn:
        return u"privilegeWithdrawn"_s;
    case RevocationReason::aa_compromise:
        return u"AACompromise"_s;
    case RevocationReason::unspecified:
        break;
    }
    return u"unspecified"_s;
}

QString reason_text(RevocationReason reason)
{
    switch (reason) {
    case RevocationReason::key_compromise:
        return Messages::tr("others may know the key");
    case RevocationReason::ca_compromise:
        return Messages::tr("others may know the CA's key");
    case RevocationReason::affiliation_changed:
        return Messages::tr("its name is no longer right");
    case RevocationReason::superseded:
        return Messages::tr("another one replaces it");
    case RevocationReason::cessation_of_operation:
        return Messages::tr("the device is out of use");
    case RevocationReason::certificate_hold:
        return Messages::tr("on hold for now");
    case RevocationReason::remove_from_crl:
        return Messages::tr("no longer on hold");
    case RevocationReason::privilege_withdrawn:
        return Messages::tr("a privilege was withdrawn");
    case RevocationReason::aa_compromise:
        return Messages::tr("others may know the attribute authority's key");
    case RevocationReason::unspecified:
        break;
    }
    return Messages::tr("no reason given");
}

Result<RevocationReason> parse_reason(const QString &name)
{
    QStringList names;
    for (const RevocationReason reason : reasons) {
        if (reason == RevocationReason::remove_from_crl)
            continue; // of delta CRLs, which we do not make
        names << reason_name(reason);
        if (name.trimmed().compare(names.last(), Qt::CaseInsensitive) == 0)
            return reason;
    }
    return usage_error(
        u"reason"_s, Messages::tr("\"%1\" is no reason for a revocation.").arg(name), Messages::tr("Give one of these: %1.").arg(names.join(u", "_s)));
}

} // namespace espseal::pki
