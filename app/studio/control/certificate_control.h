// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "app/studio/workspace/credential_store.h"
#include "core/flash/region.h"

namespace espseal::studio {

class Studio;

// What the user can do with certificates beside typing them in: test set, placing on the map, copying, removing.
class CertificateControl final : public QObject {
    Q_OBJECT
public:
    explicit CertificateControl(Studio &studio, QObject *parent = nullptr);

    void make_test();
    // Lets the plan write this certificate: a CA as the board's trust, a leaf with its key as the board's identity.
    // False: there is no region for it, or the plan refused.
    bool place(const QString &name);
    void place_and_show(const QString &name);
    void copy(const QString &name);
    void remove(const QString &name);

private:
    void place_test(const QStringList &names);
    void follow_selection();
    [[nodiscard]] const StoredCredential *selected() const;

    Studio &studio_;
};

// The region that this certificate would fill; nullptr if the plan has none.
[[nodiscard]] const flash::Region *region_for(const StoredCredential &credential, const Studio &studio);

} // namespace espseal::studio
