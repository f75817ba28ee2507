// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "core/flash/plan.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;

namespace espseal::studio {

class PlanControl;
class PlanDocument;

// What the bundled agent is told: which side of TLS it takes, with whom, and who must show a certificate.
class AgentEditor final : public QWidget {
    Q_OBJECT
public:
    AgentEditor(PlanDocument &document, PlanControl &plans, QWidget *parent = nullptr);

private:
    void refresh();
    void commit();

    PlanDocument &document_;
    PlanControl &plans_;
    QFormLayout *form_;
    QComboBox *role_;
    QLineEdit *host_;
    QSpinBox *remote_port_;
    QSpinBox *local_port_;
    QComboBox *buffer_;
    QCheckBox *client_verifies_;
    QCheckBox *client_authenticates_;
    QCheckBox *server_verifies_;
    QCheckBox *check_name_;
    bool refreshing_ = false;
};

} // namespace espseal::studio
