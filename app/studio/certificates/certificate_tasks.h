// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "app/studio/certificates/issue_request.h"

#include <functional>

namespace espseal::studio {

class CertificateControl;
class CertificatesPage;
class GuidePanel;
class Studio;
enum class ImportGoal;

// The actions that ask for more first: each opens its panel on the page.
class CertificateTasks final : public QObject {
    Q_OBJECT
public:
    CertificateTasks(Studio &studio, CertificateControl &control, CertificatesPage &page);

    void follow(GuidePanel &guide);
    void open_guide();
    void open_form(const QString &preset);
    void open_request();
    // The form filled in from this one, with a further name. `on_device`: the board is to make its key anew.
    void issue_like(const StoredCredential &credential, const QString &also, bool on_device = false);
    void open_import(ImportGoal goal);
    void import_files(const QStringList &paths);
    void paste();
    // Signs the CA's list anew and writes it.
    void write_crl(const QString &ca, const QString &path);
    // The ends of those selected; with fewer than two, of all.
    void write_calendar(const QString &path);

private:
    void connect_rest();
    void choose_files();
    void open_renew();
    void open_sign();
    void open_compare();
    void ask_where_to(const QString &title, const QString &name, const std::function<void(const QString &path)> &then);
    void save_crl();
    void save_calendar();
    [[nodiscard]] const StoredCredential *selected() const;
    void connect_making();
    void connect_import();

    Studio &studio_;
    CertificateControl &control_;
    CertificatesPage &page_;
};

} // namespace espseal::studio
