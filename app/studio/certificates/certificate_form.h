// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTimer>

#include "app/studio/certificates/issue_request.h"
#include "app/studio/certificates/task_panel.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace espseal::studio {

class CaKeyPlace;
class CertificateControl;
class KeyChoice;
class KeyPlace;
class PreviewCard;
struct OwnTemplate;
class MoreFields;
class Studio;
class TemplateChoice;
class ValidityChoice;

// A new certificate, a request for somebody else's CA, or the answer to a request: the wishes on the left, at once what would come out on the right.
class CertificateForm final : public TaskPanel {
    Q_OBJECT
public:
    enum class Purpose { certificate, request, answer };

    CertificateForm(Studio &studio, CertificateControl &control, Purpose purpose, const QString &preset, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QWidget *first_focus() override;
    // Starts from another one: its names and subject, its CA. `also`: a further name that it should have.
    void begin_like(const pki::Certificate &certificate, const QString &issuer, const QString &also = {});
    // Like the certificate of a key that a device made: that device is to make another one.
    void replace_device_key() const;
    // The request to be answered, and the name that it is stored under.
    void answer(const pki::CertificateRequest &request, const QString &name);

private:
    [[nodiscard]] QWidget *make_fields();
    [[nodiscard]] QWidget *make_buttons();
    void fill_issuers();
    [[nodiscard]] pki::CertificateTemplate chosen_template() const;
    [[nodiscard]] Result<IssueRequest> request() const;
    void template_changed();
    void take_over(const OwnTemplate *own);
    [[nodiscard]] Result<pki::IssueChoices> choices_to_keep() const;
    void changed();
    void preview();
    void show_preview(const Result<IssuePreview> &preview);
    void issue_now();
    void place_changed();
    [[nodiscard]] bool can_issue() const;

    Studio &studio_;
    CertificateControl &control_;
    Purpose purpose_;
    std::optional<pki::CertificateRequest> answers_;
    QString answers_name_;
    std::shared_ptr<PreviewKeys> keys_ = std::make_shared<PreviewKeys>();
    QTimer delay_;
    int generation_ = 0; // the last preview wins
    quint64 job_ = 0;
    bool shows_own_ = false; // the profile is one of the user's
    bool previewed_ = false; // the choices as they are can be issued

    QFormLayout *form_ = nullptr;
    TemplateChoice *template_;
    QLabel *help_;
    QLineEdit *name_;
    QLineEdit *alt_names_;
    QComboBox *issuer_;
    ValidityChoice *validity_;
    KeyChoice *key_;
    KeyPlace *key_place_; // of a board's key
    CaKeyPlace *ca_key_place_;
    MoreFields *more_;
    QCheckBox *place_;
    QPushButton *issue_;
    PreviewCard *preview_;
};

} // namespace espseal::studio
