// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/certificates/certificate_tree.h"

#include <map>
#include <vector>

class QLabel;
class QPushButton;

namespace espseal::studio {

// What ends when, and what else wants attention: a switch for each count, which shows only those.
class OverviewStrip final : public QWidget {
    Q_OBJECT
public:
    explicit OverviewStrip(QWidget *parent = nullptr);

    void set_counts(const std::vector<CertificateNode> &nodes);
    void choose(CertificateMark mark);
    void clear();
    [[nodiscard]] CertificateMarks chosen() const;

Q_SIGNALS:
    void chosen_changed(espseal::studio::CertificateMarks marks);

private:
    void toggled();

    std::map<CertificateMark, QPushButton *> buttons_;
    QLabel *calm_; // said when there is nothing to switch on
};

// How many certificates carry each mark.
[[nodiscard]] int count_marked(const std::vector<CertificateNode> &nodes, CertificateMark mark);

} // namespace espseal::studio
