// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractItemModel>

#include "core/pki/asn1_dump.h"

#include <vector>

namespace espseal::studio {

// The lines of an ASN.1 structure as a tree: what it is, what it says. Each row knows its bytes.
class Asn1Model final : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { tag_column, value_column, column_count };

    using QAbstractItemModel::QAbstractItemModel;

    void set_lines(QList<pki::Asn1Line> lines);
    // nullptr for an invalid index.
    [[nodiscard]] const pki::Asn1Line *at(const QModelIndex &index) const;
    // The innermost line that covers this byte.
    [[nodiscard]] QModelIndex index_at(std::uint32_t offset) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    using QObject::parent;

private:
    struct Node {
        std::size_t parent = 0; // in nodes_; 0 is the root, line i is node i + 1
        int row = 0;
        std::vector<std::size_t> children;
    };
    [[nodiscard]] const Node &node(const QModelIndex &index) const;

    QList<pki::Asn1Line> lines_;
    std::vector<Node> nodes_ = std::vector<Node>(1);
};

} // namespace espseal::studio
