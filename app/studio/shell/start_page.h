// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/certificates/certificate_tree.h"
#include "app/studio/widgets/page_frame.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace espseal::studio {

class PlanControl;
class Studio;

// Where a first run begins: three clicks from nothing to a seen handshake, or one's own board and plans.
class StartPage final : public QWidget {
    Q_OBJECT
public:
    StartPage(Studio &studio, PlanControl &plans, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *first_focus() const;

Q_SIGNALS:
    // Something about the certificates wants attention: the page is to show only those.
    void certificates_wanted(espseal::studio::CertificateMark mark);

private:
    [[nodiscard]] QWidget *make_hero();
    [[nodiscard]] QWidget *make_steps();
    [[nodiscard]] QWidget *make_boards();
    [[nodiscard]] QWidget *make_plans();
    [[nodiscard]] QWidget *make_attention();
    void try_it();
    void refresh_attention();
    void refresh_boards();
    void refresh_plans();

    Studio &studio_;
    PlanControl &plans_;
    QPushButton *try_;
    QVBoxLayout *boards_ = nullptr;
    QVBoxLayout *recent_ = nullptr;
    QWidget *attention_ = nullptr; // shown while there is something
    QVBoxLayout *attention_lines_ = nullptr;
};

} // namespace espseal::studio
