// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/certificate_model.h"

#include "app/studio/certificates/certificate_text.h"
#include "app/studio/workspace/workspace.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString text_of(const StoredCredential &credential, int column)
{
    const pki::Certificate &certificate = credential.certificate;
    switch (column) {
    case CertificateModel::name_column:
        return certificate.display_name();
    case CertificateModel::use_column:
        return use_text(certificate);
    case CertificateModel::state_column:
        return health_word(health_of(credential));
    case CertificateModel::key_column:
        return certificate.key().name;
    case CertificateModel::until_column:
        return until_text(certificate);
    case CertificateModel::size_column:
        return to_string(Size(static_cast<std::uint64_t>(certificate.der().size())));
    default:
        return {};
    }
}

QVariant sort_value(const StoredCredential &credential, int column)
{
    switch (column) {
    case CertificateModel::until_column:
        return credential.certificate.not_after();
    case CertificateModel::size_column:
        return credential.certificate.der().size();
    default:
        return text_of(credential, column);
    }
}

} // namespace

CertificateModel::CertificateModel(Workspace &workspace, QObject *parent)
    : QAbstractItemModel(parent)
    , workspace_(workspace)
{
    connect(&workspace, &Workspace::changed, this, &CertificateModel::rebuild);
    rebuild();
}

void CertificateModel::rebuild()
{
    beginResetModel();
    credentials_ = workspace_.credentials();
    nodes_.assign(static_cast<std::size_t>(credentials_.size()) + 1, {});
    for (qsizetype i = 0; i < credentials_.size(); ++i) {
        const auto self = static_cast<std::size_t>(i) + 1;
        nodes_[self].credential = i;
        if (const StoredCredential *issuer = workspace_.issuer_of(credentials_.at(i).certificate)) {
            const auto found = std::ranges::find(credentials_, issuer->name, &StoredCredential::name);
            nodes_[self].parent = static_cast<std::size_t>(found - credentials_.begin()) + 1;
        }
        nodes_[nodes_[self].parent].children.push_back(self);
    }
    endResetModel();
}

const CertificateModel::Node &CertificateModel::node(const QModelIndex &index) const
{
    return nodes_[index.isValid() ? index.internalId() : 0];
}

int CertificateModel::row_of(std::size_t node) const
{
    const auto &siblings = nodes_[nodes_[node].parent].children;
    return static_cast<int>(std::ranges::find(siblings, node) - siblings.begin());
}

const StoredCredential *CertificateModel::at(const QModelIndex &index) const
{
    return index.isValid() ? &credentials_.at(node(index).credential) : nullptr;
}

QModelIndex CertificateModel::index_of(const QString &name) const
{
    for (std::size_t i = 1; i < nodes_.size(); ++i)
        if (credentials_.at(nodes_[i].credential).name == name)
            return createIndex(row_of(i), 0, i);
    return {};
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
    return above == 0 ? QModelIndex() : createIndex(row_of(above), 0, above);
}

int CertificateModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(node(parent).children.size());
}

int CertificateModel::columnCount(const QModelIndex &) const
{
    return column_count;
}

QVariant CertificateModel::data(const QModelIndex &index, int role) const
{
    const StoredCredential *credential = at(index);
    if (!credential)
        return {};
    const CertificateHealth health = health_of(*credential);
    switch (role) {
    case Qt::DisplayRole:
        return text_of(*credential, index.column());
    case sort_role:
        return sort_value(*credential, index.column());
    case Qt::ToolTipRole:
        if (index.column() == state_column && credential->key_problem)
            return credential->key_problem->sentence();
        return index.column() == name_column ? credential->certificate.subject() : text_of(*credential, index.column());
    case Qt::AccessibleTextRole:
        return u"%1: %2"_s.arg(headerData(index.column(), Qt::Horizontal).toString(), text_of(*credential, index.column()));
    case Qt::TextAlignmentRole:
        return index.column() == size_column ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    case key_role:
        return credential->name;
    case tone_role:
        return index.column() == state_column ? QVariant(static_cast<int>(health_tone(health))) : QVariant();
    case icon_name_role:
        if (index.column() == state_column)
            return health_icon(health);
        return index.column() == name_column ? QVariant(credential->is_ca() ? u"authority"_s : u"certificates"_s) : QVariant();
    default:
        return {};
    }
}

QVariant CertificateModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case name_column:
        return tr("Name");
    case use_column:
        return tr("Use");
    case state_column:
        return tr("State");
    case key_column:
        return tr("Key");
    case until_column:
        return tr("Valid until");
    case size_column:
        return tr("Size");
    default:
        return {};
    }
}

} // namespace espseal::studio
