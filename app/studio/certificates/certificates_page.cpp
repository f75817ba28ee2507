// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/certificates_page.h"

#include "app/studio/certificates/certificate_form.h"
#include "app/studio/certificates/import_panel.h"
#include "app/studio/control/certificate_control.h"
#include "app/studio/studio.h"
#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/empty_state.h"
#include "app/studio/widgets/table.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

CertificatesPage::CertificatesPage(Studio &studio, CertificateControl &control, QWidget *parent)
    : PageFrame(tr("Certificates"), parent)
    , studio_(studio)
    , control_(control)
    , model_(studio.workspace)
    , tree_(make_table(filtered_, tr("Certificates"), CertificateModel::name_column))
    , filter_(new QLineEdit)
    , stack_(new QStackedWidget)
    , form_(new CertificateForm(studio))
    , import_(new ImportPanel(studio))
{
    setAcceptDrops(true);
    filter_->setPlaceholderText(tr("Filter"));
    filter_->setAccessibleName(tr("Filter certificates"));
    filter_->setClearButtonEnabled(true);
    filter_->setMaximumWidth(170);
    add_tool(filter_);
    for (const auto &[id, text] : { std::pair { action::certificate_new_ca, tr("New CA") }, { action::certificate_new, tr("New certificate") },
             { action::certificate_import, tr("Import") } }) {
        auto *button = new ActionButton(studio.actions.action(id));
        button->set_text_override(text);
        add_tool(button);
    }
    auto *empty = new EmptyState(u"certificates"_s, tr("No certificates yet"),
        tr("Make a set for testing in a second, make your own one by one, or import what you have: PEM, DER, PKCS#12, device blobs, cert.h."));
    empty->add_action(studio.actions.action(action::certificate_make_test), true);
    stack_->addWidget(empty);
    stack_->addWidget(make_list());
    stack_->addWidget(form_);
    stack_->addWidget(import_);
    content()->addWidget(stack_, 1);

    studio.actions.on(action::certificate_new, this, [this] { show_form(Profile::board_client); });
    studio.actions.on(action::certificate_new_ca, this, [this] { show_form(Profile::ca); });
    studio.actions.on(action::certificate_import, this, [this] { choose_files(); });
    connect(form_, &CertificateForm::closed, this, &CertificatesPage::show_list);
    connect(form_, &CertificateForm::issued, this, &CertificatesPage::issued);
    connect(import_, &ImportPanel::closed, this, &CertificatesPage::show_list);
    connect(filter_, &QLineEdit::textChanged, &filtered_, &QSortFilterProxyModel::setFilterFixedString);
    connect(&model_, &QAbstractItemModel::modelReset, this, [this] {
        tree_->expandAll();
        if (stack_->currentIndex() <= list_view)
            show_list();
        if (const QString name = std::exchange(select_when_there_, {}); !name.isEmpty())
            select_by_name(name);
        if (const QString name = std::exchange(place_when_there_, {}); !name.isEmpty())
            control_.place(name);
    });
    connect(&studio.workspace, &Workspace::added, this, [this](const QStringList &names) { select_by_name(names.constFirst()); });
    connect(&studio.selection, &Selection::subject_changed, this, [this] {
        if (const Subject &subject = studio_.selection.subject(); subject.kind == Subject::Kind::certificate)
            select_by_name(subject.key);
    });
    show_list();
}

QWidget *CertificatesPage::make_list()
{
    filtered_.setSourceModel(&model_);
    filtered_.setFilterCaseSensitivity(Qt::CaseInsensitive);
    filtered_.setFilterKeyColumn(-1);
    filtered_.setRecursiveFilteringEnabled(true);
    filtered_.setAutoAcceptChildRows(true);
    fit_columns(*tree_, CertificateModel::name_column);
    tree_->setRootIsDecorated(true);
    tree_->setIndentation(18);
    tree_->expandAll();
    connect(tree_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &CertificatesPage::selected);
    auto *card = new Card;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(1, 1, 1, 1);
    column->addWidget(tree_);
    return card;
}

QWidget *CertificatesPage::first_focus()
{
    return stack_->currentIndex() == list_view ? static_cast<QWidget *>(tree_) : nullptr;
}

void CertificatesPage::show_list()
{
    stack_->setCurrentIndex(studio_.workspace.credentials().isEmpty() ? empty_view : list_view);
    filter_->setVisible(stack_->currentIndex() == list_view);
    set_title(tr("Certificates"));
}

void CertificatesPage::show_form(Profile profile)
{
    studio_.selection.go(Page::certificates);
    filter_->hide();
    set_title(profile == Profile::ca ? tr("New CA") : tr("New certificate"));
    stack_->setCurrentIndex(form_view);
    form_->begin(profile);
}

void CertificatesPage::choose_files()
{
    auto *dialog = new QFileDialog(window(), tr("Import certificates and keys"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &CertificatesPage::import_files);
    dialog->open();
}

void CertificatesPage::import_files(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    studio_.selection.go(Page::certificates);
    filter_->hide();
    set_title(tr("Import"));
    stack_->setCurrentIndex(import_view);
    import_->begin(paths);
}

void CertificatesPage::selected()
{
    if (const StoredCredential *credential = model_.at(filtered_.mapToSource(tree_->currentIndex())))
        studio_.selection.select({ .kind = Subject::Kind::certificate, .key = credential->name });
}

void CertificatesPage::select_by_name(const QString &name)
{
    const QModelIndex index = filtered_.mapFromSource(model_.index_of(name));
    if (index.isValid() && index.row() >= 0 && tree_->currentIndex().siblingAtColumn(0) != index)
        tree_->setCurrentIndex(index);
}

void CertificatesPage::issued(const QString &name, bool place)
{
    stack_->setCurrentIndex(list_view);
    select_when_there_ = name;
    if (place)
        place_when_there_ = name;
    studio_.workspace.reload();
    show_list();
}

void CertificatesPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void CertificatesPage::dropEvent(QDropEvent *event)
{
    QStringList paths;
    for (const QUrl &url : event->mimeData()->urls())
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    import_files(paths);
}

} // namespace espseal::studio
