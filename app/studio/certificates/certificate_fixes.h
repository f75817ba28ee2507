// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "core/base/finding.h"

namespace espseal::studio {

class CertificateControl;
class CertificatesPage;
class CertificateTasks;
class FixRunner;
class Studio;
struct StoredCredential;

// The fixes that findings about certificates offer (core/pki/fix_action.h), done here.
class CertificateFixes final : public QObject {
    Q_OBJECT
public:
    CertificateFixes(Studio &studio, CertificateControl &control, CertificatesPage &page, FixRunner &runner, QObject *parent = nullptr);

private:
    // The one that the finding is about: by its place, else what is selected.
    [[nodiscard]] const StoredCredential *concerned(const QString &place) const;
    void select(const StoredCredential &credential);
    void issue_again(const QString &place, bool for_name);
    void place_ca(const QString &place);
    void order_chain(const QString &place);
    void set_clock();

    Studio &studio_;
    CertificateControl &control_;
    CertificatesPage &page_;
};

} // namespace espseal::studio
