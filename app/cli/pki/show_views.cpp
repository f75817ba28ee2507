// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/show_views.h"

#include "app/cli/pki/messages.h"
#include "core/pki/asn1_dump.h"
#include "core/pki/request_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

std::span<const std::uint8_t> bytes_of(const QByteArray &array)
{
    return { reinterpret_cast<const std::uint8_t *>(array.constData()), static_cast<std::size_t>(array.size()) };
}

QJsonArray sections_to_json(const QList<pki::TextSection> &sections)
{
    QJsonArray array;
    for (const pki::TextSection &section : sections) {
        QJsonArray fields;
        for (const pki::TextField &field : section.fields)
            fields << QJsonObject { { u"field"_s, field.field }, { u"value"_s, field.value } };
        array << QJsonObject { { u"section"_s, section.section }, { u"fields"_s, fields } };
    }
    return array;
}

QJsonArray structure_to_json(const QByteArray &der)
{
    QJsonArray array;
    const auto lines = pki::asn1_structure(bytes_of(der));
    if (!lines)
        return array;
    for (const pki::Asn1Line &line : *lines)
        array << QJsonObject { { u"depth"_s, line.depth }, { u"offset"_s, qint64(line.offset) }, { u"header"_s, qint64(line.header) },
            { u"length"_s, qint64(line.length) }, { u"tag"_s, line.tag }, { u"value"_s, line.value } };
    return array;
}

} // namespace

QList<ShownItem> items_of(const pki::CredentialFile &file)
{
    QList<ShownItem> items;
    for (const pki::Certificate &certificate : file.certificates)
        items << ShownItem { u"certificate"_s, PkiText::tr("Certificate of %1").arg(certificate.display_name()), pki::certificate_text(certificate),
            pki::certificate_dump(certificate), certificate.der() };
    for (const pki::CertificateRequest &request : file.requests)
        items << ShownItem { u"request"_s, PkiText::tr("Request of %1").arg(request.display_name()), pki::request_text(request), pki::request_dump(request),
            request.der() };
    for (const pki::Crl &crl : file.crls)
        items << ShownItem { u"crl"_s, PkiText::tr("Revocation list of %1").arg(crl.issuer_name()), pki::crl_text(crl), pki::crl_dump(crl), crl.der() };
    for (const pki::PrivateKey &key : file.keys)
        items << ShownItem { u"key"_s, PkiText::tr("Private key %1").arg(key.kind().name), pki::key_text(key), {}, {} };
    return items;
}

QString view_text(const ShownItem &item, ShowView view)
{
    if (view == ShowView::text)
        return item.dump.isEmpty() ? item.heading : item.dump.trimmed();
    if (view == ShowView::asn1)
        return item.der.isEmpty() ? item.heading : item.heading + u'\n' + pki::asn1_dump(bytes_of(item.der)).trimmed();
    return item.heading + u"\n\n"_s + pki::to_plain_text(item.sections);
}

QJsonObject view_json(const ShownItem &item, ShowView view)
{
    QJsonObject object { { u"kind"_s, item.kind }, { u"name"_s, item.heading } };
    if (view == ShowView::detail)
        object[u"sections"_s] = sections_to_json(item.sections);
    else if (view == ShowView::text)
        object[u"text"_s] = item.dump;
    else if (view == ShowView::asn1)
        object[u"asn1"_s] = structure_to_json(item.der);
    return object;
}

QString comparison_text(const QList<pki::FieldPair> &pairs, const QString &left, const QString &right)
{
    QStringList lines;
    int same = 0;
    for (const pki::FieldPair &pair : pairs) {
        if (!pair.differs()) {
            ++same;
            continue;
        }
        lines << u"%1: %2"_s.arg(pair.section, pair.field) << u"  - "_s + (pair.left.isEmpty() ? PkiText::tr("not there") : pair.left)
              << u"  + "_s + (pair.right.isEmpty() ? PkiText::tr("not there") : pair.right);
    }
    if (lines.isEmpty())
        return PkiText::tr("%1 and %2 are the same certificate.").arg(left, right);
    lines.prepend(PkiText::tr("- %1\n+ %2").arg(left, right));
    lines << PkiText::tr("%n field(s) are the same.", nullptr, same);
    return lines.join(u'\n');
}

QJsonArray comparison_json(const QList<pki::FieldPair> &pairs)
{
    QJsonArray array;
    for (const pki::FieldPair &pair : pairs)
        array << QJsonObject { { u"section"_s, pair.section }, { u"field"_s, pair.field }, { u"left"_s, pair.left }, { u"right"_s, pair.right },
            { u"differs"_s, pair.differs() } };
    return array;
}

} // namespace espseal::cli
