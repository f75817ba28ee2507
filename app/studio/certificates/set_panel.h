// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTimer>

#include "app/studio/certificates/set_request.h"
#include "app/studio/certificates/task_panel.h"

class QCheckBox;
class QGridLayout;
class QLineEdit;
class QPushButton;

namespace espseal::studio {

class CertificateControl;
class KeyChoice;
class PreviewCard;
class Studio;

// Nothing from a CA: a CA, and identities for the board as client, the board as server and the server on this side, in one step.
class SetPanel final : public TaskPanel {
    Q_OBJECT
public:
    SetPanel(Studio &studio, CertificateControl &control, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Make my own CA and what it signs"); }
    [[nodiscard]] QWidget *first_focus() override;

private:
    struct Member {
        QString preset;
        QCheckBox *wanted;
        QLineEdit *name; // of servers, all names
    };
    [[nodiscard]] QWidget *make_fields();
    void add_member(QGridLayout &grid, const QString &preset, const QString &text, const QString &names, bool wanted);
    [[nodiscard]] Result<SetRequest> request() const;
    void changed();
    void preview();
    void show_preview(const Result<QList<IssuePreview>> &previews);
    void make();

    Studio &studio_;
    CertificateControl &control_;
    std::shared_ptr<PreviewKeys> keys_ = std::make_shared<PreviewKeys>();
    QTimer delay_;
    int generation_ = 0; // the last preview wins
    QLineEdit *ca_;
    KeyChoice *key_;
    QList<Member> members_;
    QCheckBox *place_;
    QPushButton *make_;
    PreviewCard *preview_;
};

} // namespace espseal::studio
