// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTimer>
#include <QWidget>

#include "app/studio/certificates/issue_request.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace espseal::studio {

class FindingCard;
class Studio;

// A new certificate: the wishes on the left, at once what would come out on the right.
class CertificateForm final : public QWidget {
    Q_OBJECT
public:
    explicit CertificateForm(Studio &studio, QWidget *parent = nullptr);
    void begin(Profile profile);

Q_SIGNALS:
    void closed();
    // `place`: let the plan write it.
    void issued(const QString &name, bool place);

private:
    [[nodiscard]] QWidget *make_fields();
    [[nodiscard]] QWidget *make_result();
    [[nodiscard]] IssueRequest request() const;
    void fill_issuers();
    void profile_changed();
    void changed();
    void preview();
    void show_preview(const Result<IssuePreview> &preview);
    void issue_now();

    Studio &studio_;
    std::shared_ptr<PreviewKeys> keys_ = std::make_shared<PreviewKeys>();
    QTimer delay_;
    int generation_ = 0; // the last preview wins
    quint64 job_ = 0;

    QFormLayout *form_ = nullptr;
    QComboBox *profile_;
    QLabel *help_;
    QLineEdit *name_;
    QLineEdit *alt_names_;
    QLabel *issuer_label_;
    QComboBox *issuer_;
    QComboBox *days_;
    QComboBox *key_;
    QCheckBox *place_;
    QPushButton *issue_;
    QLabel *facts_;
    QVBoxLayout *cards_;
    FindingCard *error_;
};

} // namespace espseal::studio
