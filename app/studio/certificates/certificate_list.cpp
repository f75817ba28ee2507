// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/certificate_list.h"

#include "app/studio/certificates/certificate_offers.h"
#include "app/studio/certificates/overview_strip.h"
#include "app/studio/studio.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/table.h"
#include "app/studio/widgets/text_styles.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

using Kind = CertificateNode::Kind;
constexpr int indentation = 18;
constexpr int wide = 720; // from here on there is room for where it is on the map,
constexpr int widest = 860; // and for its size
constexpr int measured_rows = 60; // for the columns' widths; all 5,000 would take their time

constexpr int column_of(CertificateColumn column)
{
    return static_cast<int>(column);
}

Kind kind_of(Subject::Kind kind)
{
    switch (kind) {
    case Subject::Kind::certificate:
        return Kind::credential;
    case Subject::Kind::request:
        return Kind::request;
    case Subject::Kind::stored_key:
        return Kind::key;
    case Subject::Kind::bin_entry:
        return Kind::bin_entry;
    default:
        return Kind::root;
    }
}

} // namespace

Subject subject_of(const CertificateNode &node)
{
    switch (node.kind) {
    case Kind::credential:
        return { .kind = Subject::Kind::certificate, .key = node.key };
    case Kind::request:
        return { .kind = Subject::Kind::request, .key = node.key };
    case Kind::key:
        return { .kind = Subject::Kind::stored_key, .key = node.key };
    case Kind::bin_entry:
        return { .kind = Subject::Kind::bin_entry, .key = node.key };
    case Kind::root:
    case Kind::group:
        break;
    }
    return {};
}

CertificateList::CertificateList(Studio &studio, QWidget *parent)
    : QWidget(parent)
    , studio_(studio)
    , strip_(new OverviewStrip)
    , tree_((filter_.setSourceModel(&model_), make_table(filter_, tr("Certificates"), column_of(CertificateColumn::name))))
    , nothing_(make_label({}, TextStyle::muted))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(strip_);
    auto *card = new Card;
    auto *inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->setSpacing(0);
    inside->addWidget(tree_, 1);
    nothing_->setContentsMargins(16, 12, 16, 12);
    nothing_->hide();
    inside->addWidget(nothing_);
    column->addWidget(card, 1);

    tree_->setRootIsDecorated(true);
    tree_->setIndentation(indentation);
    tree_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    tree_->setContextMenuPolicy(Qt::CustomContextMenu);
    tree_->setSortingEnabled(true);
    tree_->header()->setResizeContentsPrecision(measured_rows);
    tree_->sortByColumn(column_of(CertificateColumn::name), Qt::AscendingOrder);
    tree_->installEventFilter(this);
    connect(tree_, &QTreeView::customContextMenuRequested, this, &CertificateList::show_menu);
    connect(tree_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &CertificateList::selection_changed);
    connect(tree_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &CertificateList::selection_changed);
    connect(strip_, &OverviewStrip::chosen_changed, this, &CertificateList::filter_changed);
    connect(&studio.workspace, &Workspace::changed, this, &CertificateList::refresh);
    connect(&studio.judgements, &Judgements::changed, this, &CertificateList::refresh);
    connect(&studio.document, &PlanDocument::changed, this, &CertificateList::follow_plan);
    connect(&studio.selection, &Selection::subject_changed, this, &CertificateList::select_subject);
    connect(&studio.selection, &Selection::page_changed, this, [this](Page page) {
        if (page == Page::certificates && kind_of(studio_.selection.subject().kind) == Kind::root)
            selection_changed(); // the inspector shows what is marked here, no longer another page's
    });
    follow_plan();
    refresh();
}

void CertificateList::follow_plan()
{
    QHash<QString, QString> regions;
    for (const flash::Region &region : studio_.document.plan().regions)
        if (!region.credential.isEmpty())
            regions[region.credential] += regions.contains(region.credential) ? u", "_s + region.name : region.name;
    if (std::exchange(regions_, regions) != regions)
        refresh();
}

void CertificateList::refresh()
{
    const std::size_t before = model_.nodes().size();
    const TreeQuestions ask { .findings = [this](const QString &name) { return studio_.judgements.of(name); },
        .regions = [this](const QString &name) { return regions_.value(name); } };
    QSet<QString> closed; // what the user folded stays folded
    for (const CertificateNode &node : model_.nodes()) {
        if (node.children.empty() || node.kind == Kind::root)
            continue;
        const QModelIndex index = filter_.mapFromSource(model_.index_of(node.kind, node.key));
        if (index.isValid() && !tree_->isExpanded(index))
            closed.insert(node.key);
    }
    const bool known = before > 1;
    int resets = 0;
    const QMetaObject::Connection watch = connect(&model_, &QAbstractItemModel::modelReset, this, [&resets] { ++resets; });
    model_.set_tree(certificate_tree(studio_.workspace.content(), ask));
    disconnect(watch);
    strip_->set_counts(model_.nodes());
    if (resets > 0) {
        tree_->expandAll();
        for (const CertificateNode &node : model_.nodes())
            if (!node.children.empty() && node.kind != Kind::root && (known ? closed.contains(node.key) : node.kind == Kind::group && node.key == "bin"_L1))
                tree_->collapse(filter_.mapFromSource(model_.index_of(node.kind, node.key)));
        if (!waiting_.isEmpty())
            select(waiting_);
        else
            select_subject();
    }
    filter_changed();
}

void CertificateList::select(const QString &credential)
{
    const QModelIndex index = filter_.mapFromSource(model_.index_of(Kind::credential, credential));
    waiting_ = index.isValid() ? QString() : credential;
    if (!index.isValid())
        return;
    tree_->setCurrentIndex(index);
    selection_changed(); // it may be the current one already, while the inspector shows something of another page
    tree_->scrollTo(index);
}

void CertificateList::select_subject()
{
    const Subject &subject = studio_.selection.subject();
    const Kind kind = kind_of(subject.kind);
    if (kind == Kind::root)
        return;
    const QModelIndex index = filter_.mapFromSource(model_.index_of(kind, subject.key));
    if (index.isValid() && tree_->currentIndex().siblingAtColumn(0) != index)
        tree_->setCurrentIndex(index);
}

void CertificateList::selection_changed()
{
    QStringList marked;
    for (const QModelIndex &index : tree_->selectionModel()->selectedRows())
        if (const CertificateNode *node = model_.at(filter_.mapToSource(index)); node && node->kind == Kind::credential)
            marked.append(node->key);
    studio_.selection.mark(marked);
    const QModelIndex current = tree_->currentIndex();
    const CertificateNode *node = model_.at(filter_.mapToSource(current));
    if (!node || !tree_->selectionModel()->isRowSelected(current.row(), current.parent()))
        return;
    if (const Subject subject = subject_of(*node); subject.kind != Subject::Kind::none)
        studio_.selection.select(subject);
}

void CertificateList::set_words(const QString &words)
{
    filter_.set_words(words);
    filter_changed();
}

void CertificateList::show_only(CertificateMark mark)
{
    strip_->choose(mark);
}

void CertificateList::filter_changed()
{
    if (filter_.marks() != strip_->chosen()) {
        filter_.set_marks(strip_->chosen());
        tree_->expandAll();
    }
    const bool empty = filter_.is_filtering() && filter_.rowCount() == 0;
    nothing_->setText(!empty          ? QString()
            : filter_.hides_expired() ? tr("Nothing here matches; what has expired is hidden.")
                                      : tr("Nothing here matches. It is looked for in names, serial numbers, fingerprints and issuers."));
    nothing_->setVisible(empty);
}

void CertificateList::hide_expired(bool hide)
{
    filter_.set_hide_expired(hide);
    tree_->expandAll();
    filter_changed();
}

void CertificateList::show_menu(const QPoint &at)
{
    const CertificateNode *node = model_.at(filter_.mapToSource(tree_->indexAt(at)));
    if (!node)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QString &id : offers_for(subject_of(*node), studio_, true)) {
        if (id.isEmpty())
            menu->addSeparator();
        else if (QAction *action = studio_.actions.find(id))
            menu->addAction(action);
    }
    menu->popup(tree_->viewport()->mapToGlobal(at));
}

bool CertificateList::eventFilter(QObject *object, QEvent *event)
{
    if (object == tree_ && event->type() == QEvent::KeyPress && static_cast<const QKeyEvent &>(*event).matches(QKeySequence::Delete)) {
        studio_.actions.action(action::certificate_remove).trigger();
        return true;
    }
    return QWidget::eventFilter(object, event);
}

void CertificateList::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    follow_width();
}

// In a narrow window the two columns that the inspector shows too make room for the names.
void CertificateList::follow_width()
{
    tree_->setColumnHidden(column_of(CertificateColumn::map), width() < wide);
    tree_->setColumnHidden(column_of(CertificateColumn::size), width() < widest);
}

} // namespace espseal::studio
