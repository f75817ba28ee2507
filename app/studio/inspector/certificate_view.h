// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/inspector/inspector_content.h"
#include "core/pki/certificate.h"

#include <optional>

class QPlainTextEdit;
class QStackedWidget;
class QTabBar;

namespace espseal::studio {

class ActionRegistry;
class ContentView;
class StructureView;

// A certificate in the inspector: in sentences, field by field, as PEM, as ASN.1 with its bytes, as OpenSSL prints it.
class CertificateView final : public QWidget {
    Q_OBJECT
public:
    explicit CertificateView(const ActionRegistry &actions, QWidget *parent = nullptr);

    void show_certificate(const InspectorContent &summary, const pki::Certificate &certificate);
    [[nodiscard]] QTabBar &tabs() { return *tabs_; }

Q_SIGNALS:
    void fix_requested(const espseal::FixAction &action, const QString &place); // `place`: of the finding

private:
    enum Tab { summary_tab, fields_tab, pem_tab, structure_tab, dump_tab };
    QPlainTextEdit *add_text(const QString &name);
    void fill();

    QTabBar *tabs_;
    QStackedWidget *pages_;
    ContentView *summary_;
    ContentView *fields_;
    QPlainTextEdit *pem_;
    StructureView *structure_;
    QPlainTextEdit *dump_;
    std::optional<pki::Certificate> certificate_;
    unsigned filled_ = 0; // tabs that show this certificate already, a bit each
};

} // namespace espseal::studio
