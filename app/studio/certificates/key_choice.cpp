// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/key_choice.h"

#include "core/provision/device_key.h"

#include <QStandardItemModel>

using namespace Qt::StringLiterals;

namespace espseal::studio {

KeyChoice::KeyChoice(QWidget *parent)
    : QComboBox(parent)
{
    for (const auto &[title, spec] : { std::pair { tr("P-256: small and quick"), u"ec:p256"_s }, { tr("P-384"), u"ec:p384"_s },
             { tr("RSA 2048: for SDK firmware"), u"rsa:2048"_s }, { tr("RSA 3072"), u"rsa:3072"_s }, { tr("RSA 4096: slow on a board"), u"rsa:4096"_s },
             { tr("RSA 1024: old SDK firmware only"), u"rsa:1024"_s }, { tr("RSA 512: broken, for tests"), u"rsa:512"_s } })
        addItem(title, spec);
    setAccessibleName(tr("Kind of key"));
}

pki::KeySpec KeyChoice::spec() const
{
    return pki::parse_key_spec(currentData().toString()).value_or(pki::KeySpec { pki::KeyType::ec, 256 });
}

void KeyChoice::choose(const pki::KeySpec &spec)
{
    setCurrentIndex(findData(pki::to_string(spec)));
}

void KeyChoice::offer_device_keys_only(bool only)
{
    auto *items = qobject_cast<QStandardItemModel *>(model());
    for (int i = 0; items && i < items->rowCount(); ++i) {
        const bool usual = provision::device_key_kind(itemData(i).toString()).has_value();
        items->item(i)->setEnabled(!only || usual);
        if (only && !usual && i == currentIndex())
            choose({ pki::KeyType::ec, 256 });
    }
}

void KeyChoice::choose_for(const pki::DeviceProfile &profile)
{
    choose(profile.tls == pki::DeviceTls::bearssl ? pki::KeySpec { pki::KeyType::ec, 256 } : pki::KeySpec { pki::KeyType::rsa, 2048 });
}

} // namespace espseal::studio
