// SPDX-License-Identifier: Apache-2.0
// The workspace as the tree that the page shows: CAs with what they issued, then the groups. Plain values, ready to be drawn.
#pragma once

#include <QFlags>
#include <QVariant>

#include "app/studio/certificates/certificate_text.h"
#include "app/studio/workspace/workspace_content.h"

#include <array>
#include <functional>
#include <vector>

namespace espseal::studio {

enum class CertificateColumn { name, use, state, key, until, map, size, count };
inline constexpr int certificate_columns = static_cast<int>(CertificateColumn::count);

// What the overview counts and filters by.
enum class CertificateMark {
    expired = 1,
    ends_30 = 2, // within 30 days; and so on
    ends_90 = 4,
    ends_365 = 8,
    weak = 16,
    unfit = 32,
    no_key = 64,
    revoked = 128,
};
Q_DECLARE_FLAGS(CertificateMarks, CertificateMark)
Q_DECLARE_OPERATORS_FOR_FLAGS(CertificateMarks)

struct CertificateNode {
    enum class Kind { root, credential, request, key, bin_entry, group };
    Kind kind = Kind::root;
    QString key; // credential name, bin id; of groups "requests", "keys", "bin"
    std::size_t parent = 0;
    int row = 0; // among its siblings
    std::vector<std::size_t> children;

    struct Cell {
        QString text;
        QVariant sort;

        bool operator==(const Cell &) const = default;
    };
    std::array<Cell, certificate_columns> cells;
    QString icon;
    QString tip; // of the name
    QString state_tip;
    QString state_icon;
    Tone state_tone = Tone::neutral;
    QString search; // case-folded
    CertificateMarks marks;

    bool operator==(const CertificateNode &) const = default;
};

struct TreeQuestions {
    std::function<QList<Finding>(const QString &)> findings; // of a credential
    std::function<QString(const QString &)> regions; // of the plan that use it: "ca, client ca"
    QDateTime now = QDateTime::currentDateTimeUtc();
};

// nodes[0] is the root.
[[nodiscard]] std::vector<CertificateNode> certificate_tree(const WorkspaceContent &content, const TreeQuestions &ask);
[[nodiscard]] CertificateMarks marks_of(const StoredCredential &credential, CertificateHealth health, const QList<Finding> &findings, const QDateTime &now);

} // namespace espseal::studio
