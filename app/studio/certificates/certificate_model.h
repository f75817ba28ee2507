// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractItemModel>

#include "app/studio/certificates/certificate_tree.h"
#include "app/studio/models/rows_model.h"

#include <vector>

namespace espseal::studio {

// certificate_tree() as Qt's views want it. Rows that stay keep their indexes.
class CertificateModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Role { marks_role = percent_role + 1, search_role, kind_role };

    using QAbstractItemModel::QAbstractItemModel;

    void set_tree(std::vector<CertificateNode> nodes);
    [[nodiscard]] const std::vector<CertificateNode> &nodes() const { return nodes_; }
    // nullptr for an invalid index.
    [[nodiscard]] const CertificateNode *at(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex index_of(CertificateNode::Kind kind, const QString &key) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    using QObject::parent;

private:
    [[nodiscard]] const CertificateNode &node(const QModelIndex &index) const;
    [[nodiscard]] bool same_shape(const std::vector<CertificateNode> &next) const;

    std::vector<CertificateNode> nodes_ = std::vector<CertificateNode>(1); // nodes_[0] is the root
};

} // namespace espseal::studio
