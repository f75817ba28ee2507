// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QComboBox>

#include "core/pki/device_profile.h"
#include "core/pki/key_spec.h"

namespace espseal::studio {

// A list of the key kinds that devices know, each with what it is good for.
class KeyChoice final : public QComboBox {
    Q_OBJECT
public:
    explicit KeyChoice(QWidget *parent = nullptr);

    [[nodiscard]] pki::KeySpec spec() const;
    void choose(const pki::KeySpec &spec);
    // P-256 and RSA-2048: what the agent makes itself.
    void offer_device_keys_only(bool only);
    // What suits this firmware: P-256 for ours, RSA-2048 for the SDK's.
    void choose_for(const pki::DeviceProfile &profile);
};

} // namespace espseal::studio
