// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

namespace espseal::studio {

class Studio;

// Which of the Certificates page's actions can run now, and why the others cannot.
class CertificateEnabling final : public QObject {
    Q_OBJECT
public:
    explicit CertificateEnabling(Studio &studio, QObject *parent = nullptr);

    void follow();

private:
    void follow_bin();
    void follow_single();
    void follow_marked();

    Studio &studio_;
};

} // namespace espseal::studio
