// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "app/studio/control/device_key_control.h"
#include "app/studio/workspace/credential_store.h"
#include "core/flash/region.h"

namespace espseal::studio {

class Studio;

// What the user can do with certificates where no further question is left: test set, placing on the map, copying, the bin.
class CertificateControl final : public QObject {
    Q_OBJECT
public:
    explicit CertificateControl(Studio &studio, QObject *parent = nullptr);

    [[nodiscard]] DeviceKeyControl &device_keys() { return device_keys_; }

    void make_test();
    // Lets the plan write this certificate: a CA as the board's trust, a leaf with its key as the board's identity. Where a device has the
    // key, the plan leaves the region to it.
    // False: there is no region for it, or the plan refused.
    bool place(const QString &name);
    // Several in one undo step; those without a region are left out.
    void place_all(const QStringList &names);
    void place_and_show(const QString &name);
    void copy();
    void copy_fingerprint();
    // The selected ones, as an undo step. A CA names whom it signed first: a second call within the notice's life removes it.
    void remove_selected();
    void restore(const QString &bin_id);
    void delete_for_good(const QString &bin_id);

private:
    void place_test(const QStringList &names);
    void remove(const QStringList &names);
    [[nodiscard]] const StoredCredential *selected() const;

    Studio &studio_;
    DeviceKeyControl device_keys_;
    QStringList warned_; // those whose removal wants a second word
};

// The region that this certificate would fill; nullptr if the plan has none.
[[nodiscard]] const flash::Region *region_for(const StoredCredential &credential, const Studio &studio);
// Credentials that are selected: the marked ones, else the subject.
[[nodiscard]] QStringList selected_credentials(const Studio &studio);

} // namespace espseal::studio
