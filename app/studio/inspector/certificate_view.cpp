// SPDX-License-Identifier: Apache-2.0
#include "app/studio/inspector/certificate_view.h"

#include "app/studio/actions/action_registry.h"
#include "app/studio/inspector/content_view.h"
#include "app/studio/inspector/structure_view.h"
#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/text_styles.h"
#include "core/pki/certificate_text.h"

#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace espseal::studio {

namespace {

InspectorContent fields_of(const pki::Certificate &certificate)
{
    InspectorContent content;
    for (const pki::TextSection &section : pki::certificate_text(certificate)) {
        FactSection facts { section.section, {} };
        for (const pki::TextField &field : section.fields)
            facts.facts.append({ field.field, field.value, field.is_hex });
        content.sections.append(facts);
    }
    return content;
}

} // namespace

CertificateView::CertificateView(const ActionRegistry &actions, QWidget *parent)
    : QWidget(parent)
    , tabs_(new QTabBar)
    , pages_(new QStackedWidget)
    , summary_(new ContentView(actions))
    , fields_(new ContentView(actions))
    , structure_(new StructureView)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setAccessibleName(tr("Views of the certificate"));
    tabs_->setFont(styled(tabs_->font(), TextStyle::caption));
    for (const QString &title : { tr("Summary"), tr("Fields"), tr("PEM"), tr("Structure"), tr("Dump") })
        tabs_->addTab(title);
    column->addWidget(tabs_);
    column->addWidget(pages_, 1);
    pages_->addWidget(summary_);
    pages_->addWidget(fields_);
    auto *pem = new QWidget;
    auto *pem_column = new QVBoxLayout(pem);
    pem_column->setContentsMargins(12, 10, 12, 12);
    pem_ = add_text(tr("PEM"));
    pem_column->addWidget(pem_, 1);
    pem_column->addWidget(new ActionButton(actions.action(action::certificate_copy)), 0, Qt::AlignLeft);
    pages_->addWidget(pem);
    pages_->addWidget(structure_);
    dump_ = add_text(tr("As OpenSSL prints it"));
    pages_->addWidget(dump_);
    connect(tabs_, &QTabBar::currentChanged, pages_, &QStackedWidget::setCurrentIndex);
    connect(tabs_, &QTabBar::currentChanged, this, &CertificateView::fill);
    connect(summary_, &ContentView::fix_requested, this, &CertificateView::fix_requested);
}

QPlainTextEdit *CertificateView::add_text(const QString &name)
{
    auto *edit = new QPlainTextEdit;
    edit->setReadOnly(true);
    edit->setFont(styled(fixed_font(edit->font()), TextStyle::caption));
    edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    edit->setTabChangesFocus(true);
    edit->setFrameShape(QFrame::NoFrame);
    edit->setAccessibleName(name);
    return edit;
}

void CertificateView::show_certificate(const InspectorContent &summary, const pki::Certificate &certificate)
{
    const bool same = certificate_ && *certificate_ == certificate;
    const int at = same ? summary_->verticalScrollBar()->value() : 0;
    summary_->show_content(summary, nullptr);
    summary_->verticalScrollBar()->setValue(at);
    if (same)
        return;
    certificate_ = certificate;
    filled_ = 0;
    fill();
}

// Each view is made when it is looked at first.
void CertificateView::fill()
{
    const int tab = tabs_->currentIndex();
    if (!certificate_ || (filled_ & (1U << tab)) != 0)
        return;
    filled_ |= 1U << tab;
    switch (tab) {
    case fields_tab:
        return fields_->show_content(fields_of(*certificate_), nullptr);
    case pem_tab:
        return pem_->setPlainText(QString::fromLatin1(certificate_->pem()).trimmed());
    case structure_tab:
        return structure_->show_der(certificate_->der());
    case dump_tab:
        return dump_->setPlainText(pki::certificate_dump(*certificate_));
    default:
        break;
    }
}

} // namespace espseal::studio
