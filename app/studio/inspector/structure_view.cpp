// SPDX-License-Identifier: Apache-2.0
#include "app/studio/inspector/structure_view.h"

#include "app/studio/inspector/hex_view.h"
#include "app/studio/widgets/table.h"

#include <QHeaderView>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

namespace espseal::studio {

StructureView::StructureView(QWidget *parent)
    : QWidget(parent)
    , tree_(make_table(model_, tr("ASN.1 structure"), Asn1Model::value_column))
    , bytes_(new HexView)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    tree_->setRootIsDecorated(true);
    tree_->setIndentation(12);
    tree_->header()->hide();
    splitter->addWidget(tree_);
    splitter->addWidget(bytes_);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    column->addWidget(splitter);
    connect(tree_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &StructureView::line_chosen);
    connect(bytes_, &HexView::byte_clicked, this, &StructureView::byte_chosen);
}

void StructureView::show_der(const QByteArray &der)
{
    const std::span bytes(reinterpret_cast<const std::uint8_t *>(der.constData()), static_cast<std::size_t>(der.size()));
    model_.set_lines(pki::asn1_structure(bytes).value_or(QList<pki::Asn1Line>()));
    bytes_->show_bytes(der);
    tree_->expandAll();
}

void StructureView::line_chosen()
{
    if (const pki::Asn1Line *line = model_.at(tree_->currentIndex()))
        bytes_->mark(line->offset, static_cast<qsizetype>(line->header) + line->length);
}

void StructureView::byte_chosen(qsizetype offset)
{
    const QModelIndex index = model_.index_at(static_cast<std::uint32_t>(offset));
    if (!index.isValid())
        return;
    tree_->setCurrentIndex(index);
    tree_->scrollTo(index);
}

} // namespace espseal::studio
