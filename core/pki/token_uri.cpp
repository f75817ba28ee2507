// SPDX-License-Identifier: Apache-2.0
#include "core/pki/token_uri.h"

#include "core/pki/messages.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr auto scheme = "pkcs11:"_L1;

std::unexpected<Error> invalid(const QString &text, const QString &part)
{
    return usage_error(u"token-uri"_s, Messages::tr("\"%1\" is no PKCS#11 URI: %2 is not understood.").arg(text, part),
        Messages::tr("Write pkcs11:token=NAME;object=KEY; `espseal ca token list --module F` shows those that there are."));
}

std::optional<QByteArray> decoded(QStringView value)
{
    const QByteArray raw = value.toUtf8();
    for (qsizetype at = raw.indexOf('%'); at >= 0; at = raw.indexOf('%', at + 1)) {
        const auto is_hex = [&](qsizetype i) { return i < raw.size() && std::isxdigit(static_cast<unsigned char>(raw[i])); };
        if (!is_hex(at + 1) || !is_hex(at + 2))
            return std::nullopt;
    }
    return QByteArray::fromPercentEncoding(raw);
}

QString encoded(const QString &value)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(value));
}

// Where the value of an attribute goes; nothing for one that does not matter here.
QString *place_of(TokenUri &uri, QStringView name)
{
    if (name == u"token")
        return &uri.token;
    if (name == u"manufacturer")
        return &uri.manufacturer;
    if (name == u"model")
        return &uri.model;
    if (name == u"serial")
        return &uri.serial;
    if (name == u"object")
        return &uri.object;
    if (name == u"module-path")
        return &uri.module;
    return nullptr;
}

bool is_ignored(QStringView name)
{
    // The first says what kind of object, which we know; the others say the same as token and module in other words.
    return name == u"type" || name.startsWith(u"slot-") || name.startsWith(u"library-") || name == u"module-name";
}

Result<void> take(TokenUri &uri, const QString &text, QStringView part)
{
    const qsizetype equals = part.indexOf(u'=');
    const QStringView name = part.first(std::max<qsizetype>(equals, 0));
    if (name == u"pin-value" || name == u"pin-source")
        return usage_error(u"token-uri-pin"_s, Messages::tr("A PIN in a PKCS#11 URI is seen by everybody on this computer."),
            Messages::tr("Leave it out and type it when asked, or give --pin-file or --pin-fd."));
    const auto value = equals > 0 ? decoded(part.sliced(equals + 1)) : std::nullopt;
    if (!value)
        return invalid(text, part.toString());
    if (name == u"id")
        uri.id = *value;
    else if (QString *place = place_of(uri, name))
        *place = QString::fromUtf8(*value);
    else if (!is_ignored(name))
        return invalid(text, part.toString());
    return {};
}

} // namespace

Result<TokenUri> parse_token_uri(const QString &text)
{
    if (!text.startsWith(scheme))
        return invalid(text, Messages::tr("what it begins with"));
    TokenUri uri;
    const QStringView rest = QStringView(text).sliced(scheme.size());
    const qsizetype question = rest.indexOf(u'?');
    const QStringView path = question < 0 ? rest : rest.first(question);
    const QStringView query = question < 0 ? QStringView() : rest.sliced(question + 1);
    QList<QStringView> parts = path.split(u';', Qt::SkipEmptyParts);
    parts += query.split(u'&', Qt::SkipEmptyParts);
    for (const QStringView part : std::as_const(parts)) {
        if (const auto taken = take(uri, text, part); !taken)
            return failure(taken.error());
    }
    return uri;
}

QString to_string(const TokenUri &uri)
{
    QStringList parts;
    const auto add = [&](QLatin1StringView name, const QString &value) {
        if (!value.isEmpty())
            parts << name + u'=' + encoded(value);
    };
    add("token"_L1, uri.token);
    add("manufacturer"_L1, uri.manufacturer);
    add("model"_L1, uri.model);
    add("serial"_L1, uri.serial);
    add("object"_L1, uri.object);
    if (!uri.id.isEmpty()) {
        QString id;
        for (const char byte : uri.id)
            id += u'%' + QString::fromLatin1(QByteArray(1, byte).toHex().toUpper());
        parts << u"id="_s + id;
    }
    QString text = scheme + parts.join(u';');
    if (!uri.module.isEmpty())
        text += u"?module-path="_s + QString::fromLatin1(QUrl::toPercentEncoding(uri.module, "/"));
    return text;
}

} // namespace espseal::pki
