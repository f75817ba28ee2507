// SPDX-License-Identifier: Apache-2.0
#include "app/studio/inspector/asn1_model.h"

#include "app/studio/models/rows_model.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

void Asn1Model::set_lines(QList<pki::Asn1Line> lines)
{
    beginResetModel();
    lines_ = std::move(lines);
    nodes_.assign(1, {});
    std::vector<std::size_t> open { 0 }; // the last node of each depth, the root first
    for (qsizetype i = 0; i < lines_.size(); ++i) {
        const auto depth = std::min(static_cast<std::size_t>(lines_.at(i).depth), open.size() - 1);
        open.resize(depth + 1);
        const std::size_t parent = open.back();
        const std::size_t self = nodes_.size();
        nodes_.push_back({ .parent = parent, .row = static_cast<int>(nodes_[parent].children.size()), .children = {} });
        nodes_[parent].children.push_back(self);
        open.push_back(self);
    }
    endResetModel();
}

const Asn1Model::Node &Asn1Model::node(const QModelIndex &index) const
{
    return nodes_[index.isValid() ? index.internalId() : 0];
}

const pki::Asn1Line *Asn1Model::at(const QModelIndex &index) const
{
    return index.isValid() ? &lines_.at(static_cast<qsizetype>(index.internalId()) - 1) : nullptr;
}

QModelIndex Asn1Model::index_at(std::uint32_t offset) const
{
    for (auto i = static_cast<std::size_t>(lines_.size()); i > 0; --i) {
        const pki::Asn1Line &line = lines_.at(static_cast<qsizetype>(i) - 1);
        if (offset >= line.offset && offset < line.offset + line.header + line.length)
            return createIndex(nodes_[i].row, 0, i);
    }
    return {};
}

QModelIndex Asn1Model::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, node(parent).children[static_cast<std::size_t>(row)]);
}

QModelIndex Asn1Model::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    const std::size_t above = node(child).parent;
    return above == 0 ? QModelIndex() : createIndex(nodes_[above].row, 0, above);
}

int Asn1Model::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(node(parent).children.size());
}

int Asn1Model::columnCount(const QModelIndex &) const
{
    return column_count;
}

QVariant Asn1Model::data(const QModelIndex &index, int role) const
{
    const pki::Asn1Line *line = at(index);
    if (!line)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == tag_column ? line->tag : line->value;
    case sort_role:
        return line->offset;
    case Qt::ToolTipRole:
        return tr("%1 %2\nat byte %3, %4 bytes of header, %5 of content", "tag, value, numbers")
            .arg(line->tag, line->value)
            .arg(line->offset)
            .arg(line->header)
            .arg(line->length);
    case Qt::AccessibleTextRole:
        return u"%1 %2"_s.arg(line->tag, line->value).trimmed();
    default:
        return {};
    }
}

QVariant Asn1Model::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section >= column_count)
        return {};
    return section == tag_column ? tr("Type") : tr("Value");
}

} // namespace espseal::studio
