// SPDX-License-Identifier: Apache-2.0
// Subject names as text.
#include "core/pki/messages.h"
#include "core/pki/subject.h"
#include "core/pki/subject_fields.h"

#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

std::unexpected<Error> no_subject(const QString &part)
{
    return usage_error(u"subject"_s, Messages::tr("\"%1\" is no part of a name.").arg(part.trimmed()),
        Messages::tr(
            "Write names as \"O = Example, CN = name\" or \"/O=Example/CN=name\" with the fields C, ST, L, DC, O, OU, CN, serialNumber and emailAddress."));
}

int hex_digit(QChar c)
{
    const int digit = QString(c).toInt(nullptr, 16);
    return digit > 0 || c == u'0' ? digit : -1;
}

// Takes a text apart at `separator`, minding quotes and backslashes.
class Splitter {
public:
    Splitter(const QString &text, QChar separator)
        : text_(text)
        , separator_(separator)
    {
    }

    // One part's name and value; the value without quotes and escapes, its own spaces kept.
    Result<SubjectPart> next()
    {
        const qsizetype begin = at_;
        const qsizetype equals = text_.indexOf(u'=', at_);
        const qsizetype end = text_.indexOf(separator_, at_);
        if (equals < 0 || (end >= 0 && end < equals))
            return no_subject(text_.sliced(begin, (end < 0 ? text_.size() : end) - begin));
        const auto field = field_of(text_.sliced(begin, equals - begin).trimmed());
        at_ = equals + 1;
        const auto value = read_value();
        if (!field || !value || value->isEmpty())
            return no_subject(text_.sliced(begin, at_ - begin));
        ++at_;
        return SubjectPart { *field, *value };
    }
    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    // The text ended with a separator.
    [[nodiscard]] bool misses_a_part() const { return at_ == text_.size(); }

private:
    // Nothing: an open quote, a backslash at the end, escaped bytes that are no UTF-8.
    std::optional<QString> read_value()
    {
        QByteArray utf8;
        qsizetype kept = 0; // up to here spaces are part of the value
        bool quoted = false;
        for (; !at_end() && (quoted || text_[at_] != separator_); ++at_) {
            const QChar c = text_[at_];
            if (c == u'"' && separator_ == u',') {
                quoted = !quoted;
                kept = utf8.size();
            } else if (c == u'\\') {
                if (!take_escaped(utf8))
                    return std::nullopt;
                kept = utf8.size();
            } else if (!c.isSpace() || quoted || !utf8.isEmpty()) {
                utf8 += c.isHighSurrogate() && at_ + 1 < text_.size() ? text_.sliced(at_++, 2).toUtf8() : QString(c).toUtf8();
                if (!c.isSpace() || quoted)
                    kept = utf8.size();
            }
        }
        QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        QString value = decode(utf8.first(kept));
        if (quoted || decode.hasError())
            return std::nullopt;
        return value;
    }

    bool take_escaped(QByteArray &utf8)
    {
        if (++at_ >= text_.size())
            return false;
        if (at_ + 1 < text_.size() && hex_digit(text_[at_]) >= 0 && hex_digit(text_[at_ + 1]) >= 0) {
            utf8 += static_cast<char>(16 * hex_digit(text_[at_]) + hex_digit(text_[at_ + 1]));
            ++at_;
        } else {
            utf8 += QString(text_[at_]).toUtf8();
        }
        return true;
    }

    const QString &text_;
    QChar separator_;
    qsizetype at_ = 0;
};

QString quoted(const QString &value)
{
    if (std::ranges::none_of(value, [](QChar c) { return u",+\"\\<>;"_s.contains(c); }) && !value.startsWith(u'#') && value == value.trimmed())
        return value;
    QString text = value;
    text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    return u'"' + text + u'"';
}

} // namespace

Result<SubjectName> parse_subject(const QString &text)
{
    const bool slashes = text.trimmed().startsWith(u'/');
    const QString inner = slashes ? text.sliced(text.indexOf(u'/') + 1) : text;
    SubjectName name;
    Splitter parts(inner, slashes ? u'/' : u',');
    while (!parts.at_end()) {
        const auto part = parts.next();
        if (!part)
            return failure(part.error());
        name.parts << *part;
    }
    if (name.empty() || parts.misses_a_part())
        return no_subject(text);
    return name;
}

QString to_string(const SubjectName &name)
{
    QStringList parts;
    for (const SubjectPart &part : name.parts)
        parts << u"%1 = %2"_s.arg(field_name(part.field), quoted(part.value));
    return parts.join(u", "_s);
}

} // namespace espseal::pki
