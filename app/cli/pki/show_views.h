// SPDX-License-Identifier: Apache-2.0
// What a file holds, at length: fields, dump, structure, comparison.
#pragma once

#include "app/cli/session.h"
#include "core/pki/certificate_diff.h"
#include "core/pki/credential_file.h"

#include <QJsonArray>
#include <QStringList>

namespace espseal::cli {

enum class ShowView { summary, detail, text, asn1 };

// One thing of the file, under its heading.
struct ShownItem {
    QString kind; // "certificate", "request", "crl", "key": for JSON
    QString heading;
    QList<pki::TextSection> sections;
    QString dump; // as openssl prints it; empty for keys
    QByteArray der; // empty for keys
};
[[nodiscard]] QList<ShownItem> items_of(const pki::CredentialFile &file);

[[nodiscard]] QString view_text(const ShownItem &item, ShowView view);
[[nodiscard]] QJsonObject view_json(const ShownItem &item, ShowView view);

// Two columns, one below the other where they differ; equal fields only counted.
[[nodiscard]] QString comparison_text(const QList<pki::FieldPair> &pairs, const QString &left, const QString &right);
[[nodiscard]] QJsonArray comparison_json(const QList<pki::FieldPair> &pairs);

} // namespace espseal::cli
