// SPDX-License-Identifier: Apache-2.0
#include "core/pki/subject.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/subject_fields.h"

#include <QStringDecoder>

#include <algorithm>

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

bool is_printable_string(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || u" '()+,-./:=?"_s.contains(c);
}

bool is_letter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

Result<void> check_characters(const SubjectPart &part, const FieldFacts &facts)
{
    const auto refused = [&](const QString &fix) {
        return bad_input(u"name-characters"_s, Messages::tr("\"%1\" cannot stand in the field %2 of a name.").arg(part.value, field_name(part.field)), fix);
    };
    switch (facts.characters) {
    case Characters::letters:
        return part.value.size() == 2 && std::ranges::all_of(part.value, is_letter)
            ? Result<void>()
            : refused(Messages::tr("Give the country's two letters, DE or CN for instance."));
    case Characters::printable:
        return std::ranges::all_of(part.value, is_printable_string)
            ? Result<void>()
            : refused(Messages::tr("Use the letters a to z, digits, spaces and ' ( ) + , - . / : = ? only."));
    case Characters::ia5:
        return std::ranges::all_of(part.value, [](QChar c) { return c.unicode() < 0x80; }) ? Result<void>()
                                                                                           : refused(Messages::tr("Use ASCII characters only."));
    case Characters::any:
        break;
    }
    return {};
}

Result<void> check_part(const SubjectPart &part)
{
    const FieldFacts &facts = facts_of(part.field);
    if (part.value.trimmed().isEmpty())
        return bad_input(
            u"name-empty"_s, Messages::tr("The field %1 of the name is empty.").arg(field_name(part.field)), Messages::tr("Fill it in, or leave it out."));
    if (std::ranges::any_of(part.value, [](QChar c) { return !c.isPrint() && !c.isSurrogate(); }))
        return bad_input(u"name-unprintable"_s, Messages::tr("The field %1 of the name holds characters that cannot be printed.").arg(field_name(part.field)),
            Messages::tr("Type the name again."));
    if (!part.value.isValidUtf16())
        return bad_input(
            u"name-damaged"_s, Messages::tr("The field %1 of the name is no text.").arg(field_name(part.field)), Messages::tr("Type the name again."));
    if (part.field != SubjectField::country && part.value.toUcs4().size() > facts.most)
        return bad_input(u"name-too-long"_s, Messages::tr("The name \"%1\" is longer than %2 characters.").arg(part.value).arg(facts.most),
            Messages::tr("Shorten it; long host names go into the alternative names."));
    return check_characters(part, facts);
}

// `string` as text. OpenSSL copies bytes that claim to be UTF-8 as they are.
Result<QString> text_of(const ASN1_STRING *string)
{
    unsigned char *utf8 = nullptr;
    ERR_set_mark();
    const int size = ASN1_STRING_to_UTF8(&utf8, string);
    ERR_pop_to_mark();
    const std::unique_ptr<unsigned char, decltype([](unsigned char *text) { OPENSSL_free(text); })> owner(utf8);
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = size < 0 ? QString() : decode(QByteArrayView(utf8, size));
    if (size < 0 || decode.hasError())
        return bad_input(
            u"name-damaged"_s, Messages::tr("A name holds bytes that are no text."), Messages::tr("Let its owner make it again with a name in UTF-8."));
    return text;
}

// RFC 5280 4.1.2.4: UTF8String, and PrintableString or IA5String where the field's type says so. Not left to OpenSSL's table of fields, whose upper
// bound for an e-mail address is older than the RFC's.
int type_of(Characters characters)
{
    switch (characters) {
    case Characters::letters:
    case Characters::printable:
        return V_ASN1_PRINTABLESTRING;
    case Characters::ia5:
        return V_ASN1_IA5STRING;
    case Characters::any:
        break;
    }
    return V_ASN1_UTF8STRING;
}

} // namespace

SubjectName SubjectName::of(const QString &common_name, const QString &organization)
{
    SubjectName name;
    name.set(SubjectField::organization, organization);
    name.set(SubjectField::common_name, common_name);
    return name;
}

QString SubjectName::value(SubjectField field) const
{
    const auto last = std::ranges::find_last(parts, field, &SubjectPart::field);
    return last.empty() ? QString() : last.front().value;
}

void SubjectName::set(SubjectField field, const QString &value)
{
    const auto first = std::ranges::find(parts, field, &SubjectPart::field);
    const auto later = std::ranges::find_if(parts, [field](const SubjectPart &part) { return part.field > field; });
    const qsizetype place = (first == parts.end() ? later : first) - parts.begin();
    parts.removeIf([field](const SubjectPart &part) { return part.field == field; });
    if (!value.trimmed().isEmpty())
        parts.insert(place, { field, value.trimmed() });
}

Result<void> check(const SubjectName &name)
{
    for (const SubjectPart &part : name.parts) {
        if (const Result<void> ok = check_part(part); !ok)
            return ok;
    }
    return {};
}

X509Name native_name(const SubjectName &name)
{
    X509Name native(X509_NAME_new());
    for (const SubjectPart &part : name.parts) {
        const QByteArray utf8 = part.value.toUtf8();
        if (!native
            || X509_NAME_add_entry_by_NID(native.get(), facts_of(part.field).nid, type_of(facts_of(part.field).characters),
                   reinterpret_cast<const unsigned char *>(utf8.constData()), static_cast<int>(utf8.size()), -1, 0)
                != 1)
            return nullptr;
    }
    return native;
}

Result<ReadSubject> read_subject(const X509_name_st *name)
{
    ReadSubject read;
    const int count = X509_NAME_entry_count(name);
    for (int i = 0; i < count; ++i) {
        const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
        const ASN1_OBJECT *type = X509_NAME_ENTRY_get_object(entry);
        const auto field = field_of(OBJ_obj2nid(type));
        if (!field) {
            std::array<char, 128> text {};
            OBJ_obj2txt(text.data(), static_cast<int>(text.size()), type, 0);
            read.left_out << QString::fromLatin1(text.data());
            continue;
        }
        auto value = text_of(X509_NAME_ENTRY_get_data(entry));
        if (!value)
            return failure(value.error());
        read.name.parts << SubjectPart { *field, std::move(*value) };
    }
    return check(read.name).transform([&] { return std::move(read); });
}

} // namespace espseal::pki
