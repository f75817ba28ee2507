// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractItemModel>

#include "app/studio/models/rows_model.h"
#include "app/studio/workspace/credential_store.h"

#include <vector>

namespace espseal::studio {

class Workspace;

// The workspace's certificates as a tree: each under the CA here that signed it.
class CertificateModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { name_column, use_column, state_column, key_column, until_column, size_column, column_count };

    explicit CertificateModel(Workspace &workspace, QObject *parent = nullptr);

    [[nodiscard]] const StoredCredential *at(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex index_of(const QString &name) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    using QObject::parent;

private:
    struct Node {
        qsizetype credential = -1; // in credentials_; -1: the root
        std::size_t parent = 0;
        std::vector<std::size_t> children;
    };
    void rebuild();
    [[nodiscard]] const Node &node(const QModelIndex &index) const;
    [[nodiscard]] int row_of(std::size_t node) const;

    Workspace &workspace_;
    QList<StoredCredential> credentials_;
    std::vector<Node> nodes_; // nodes_[0] is the root
};

} // namespace espseal::studio
