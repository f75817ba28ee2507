// SPDX-License-Identifier: Apache-2.0
#include "core/pki/fix_action.h"

#include "core/pki/messages.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

FixAction made(QLatin1StringView id, QString label)
{
    FixAction action;
    action.action = id;
    action.label = std::move(label);
    return action;
}

} // namespace

FixAction fix_action(Fix fix)
{
    switch (fix) {
    case Fix::renew:
        return made("certificate.renew"_L1, Messages::tr("Renew"));
    case Fix::issue_again:
        return made("certificate.issue-again"_L1, Messages::tr("Issue again"));
    case Fix::issue_for_name:
        return made("certificate.issue-for-name"_L1, Messages::tr("Issue for this name"));
    case Fix::add_intermediate:
        return made("chain.add-intermediate"_L1, Messages::tr("Add the missing CA certificate"));
    case Fix::order_chain:
        return made("chain.order"_L1, Messages::tr("Put the chain in order"));
    case Fix::place_ca:
        return made("certificate.place"_L1, Messages::tr("Put the CA on the device"));
    case Fix::update_crl:
        return made("crl.update"_L1, Messages::tr("Update the revocation list"));
    case Fix::pack_der:
        return made("blob.pack-der"_L1, Messages::tr("Pack as DER"));
    case Fix::pack_again:
        return made("blob.pack-again"_L1, Messages::tr("Pack again"));
    case Fix::choose_buffer:
        return made("device.choose-buffer"_L1, Messages::tr("Choose another buffer"));
    case Fix::set_clock:
        break;
    }
    return made("device.set-clock"_L1, Messages::tr("Set the device's clock"));
}

} // namespace espseal::pki
