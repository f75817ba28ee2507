// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/certificate_model.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr auto name_column = static_cast<int>(CertificateColumn::name);
constexpr auto state_column = static_cast<int>(CertificateColumn::state);
constexpr auto size_column = static_cast<int>(CertificateColumn::size);

const CertificateNode::Cell &cell_of(const CertificateNode &node, int column)
{
    return node.cells.at(static_cast<std::size_t>(column));
}

bool has_state(const CertificateNode &node, int column)
{
    return column == state_column && !cell_of(node, column).text.isEmpty();
}

} // namespace

void CertificateModel::set_tree(std::vector<CertificateNode> nodes)
{
    if (nodes == nodes_)
        return;
    if (!same_shape(nodes)) {
        beginResetModel();
        nodes_ = std::move(nodes);
        endResetModel();
        return;
    }
    nodes_ = std::move(nodes);
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        const std::vector<std::size_t> &children = nodes_[i].children;
        if (children.empty())
            continue;
        const int last = static_cast<int>(children.size()) - 1;
        Q_EMIT dataChanged(createIndex(0, 0, children.front()), createIndex(last, certificate_columns - 1, children.back()));
    }
}

bool CertificateModel::same_shape(const std::vector<CertificateNode> &next) const
{
    return std::ranges::equal(nodes_, next, [](const CertificateNode &a, const CertificateNode &b) {
        return a.kind == b.kind && a.key == b.key && a.parent == b.parent && a.children == b.children;
    });
}

const CertificateNode &CertificateModel::node(const QModelIndex &index) const
{
    return nodes_[index.isValid() ? index.internalId() : 0];
}

const CertificateNode *CertificateModel::at(const QModelIndex &index) const
{
    return index.isValid() ? &node(index) : nullptr;
}

QModelIndex CertificateModel::index_of(CertificateNode::Kind kind, const QString &key) const
{
    const auto found = std::ranges::find_if(nodes_, [&](const CertificateNode &candidate) { return candidate.kind == kind && candidate.key == key; });
    if (found == nodes_.end() || found == nodes_.begin())
        return {};
    return createIndex(found->row, 0, static_cast<std::size_t>(found - nodes_.begin()));
}

QModelIndex CertificateModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, node(parent).children[static_cast<std::size_t>(row)]);
}

QModelIndex CertificateModel::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    const std::size_t above = node(child).parent;
    return above == 0 ? QModelIndex() : createIndex(nodes_[above].row, 0, above);
}

int CertificateModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(node(parent).children.size());
}

int CertificateModel::columnCount(const QModelIndex &) const
{
    return certificate_columns;
}

QVariant CertificateModel::data(const QModelIndex &index, int role) const
{
    const CertificateNode *found = at(index);
    if (!found)
        return {};
    const CertificateNode::Cell &cell = cell_of(*found, index.column());
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case sort_role:
        return cell.sort;
    case Qt::ToolTipRole:
        return index.column() == state_column ? found->state_tip : index.column() == name_column ? found->tip : cell.text;
    case Qt::AccessibleTextRole:
        return index.column() == name_column ? cell.text : u"%1: %2"_s.arg(headerData(index.column(), Qt::Horizontal).toString(), cell.text);
    case Qt::TextAlignmentRole:
        return index.column() == size_column ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    case key_role:
        return found->key;
    case tone_role:
        return has_state(*found, index.column()) ? QVariant(static_cast<int>(found->state_tone)) : QVariant();
    case icon_name_role:
        if (has_state(*found, index.column()))
            return found->state_icon;
        return index.column() == name_column ? QVariant(found->icon) : QVariant();
    case marks_role:
        return found->marks.toInt();
    case search_role:
        return found->search;
    case kind_role:
        return static_cast<int>(found->kind);
    default:
        return {};
    }
}

QVariant CertificateModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<CertificateColumn>(section)) {
    case CertificateColumn::name:
        return tr("Name");
    case CertificateColumn::use:
        return tr("Use");
    case CertificateColumn::state:
        return tr("State");
    case CertificateColumn::key:
        return tr("Key");
    case CertificateColumn::until:
        return tr("Valid until");
    case CertificateColumn::map:
        return tr("On the map");
    case CertificateColumn::size:
        return tr("Size");
    case CertificateColumn::count:
        break;
    }
    return {};
}

} // namespace espseal::studio
