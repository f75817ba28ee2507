// SPDX-License-Identifier: Apache-2.0
#include "core/pki/asn1_dump.h"

#include "core/pki/certificate_fields.h"
#include "core/pki/messages.h"
#include "core/pki/text_parts.h"

#include <openssl/asn1.h>
#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

using Integer = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;
using Object = Owned<ASN1_OBJECT, ASN1_OBJECT_free>;
using Time = Owned<ASN1_TIME, ASN1_TIME_free>;
using String = Owned<ASN1_STRING, ASN1_STRING_free>;

constexpr int deepest = 64;
constexpr qsizetype most_lines = 200'000;

struct Element {
    Bytes whole; // header and content
    Bytes content;
    int tag = 0;
    int tag_class = 0;
    bool constructed = false;

    [[nodiscard]] bool is(int universal) const { return tag_class == V_ASN1_UNIVERSAL && tag == universal; }
};

// The element at the start of `bytes`; definite length only, as DER has it.
std::optional<Element> element_of(Bytes bytes)
{
    if (bytes.empty())
        return std::nullopt;
    const std::uint8_t *at = bytes.data();
    long length = 0;
    Element element;
    const int result = ASN1_get_object(&at, &length, &element.tag, &element.tag_class, static_cast<long>(bytes.size()));
    ERR_clear_error();
    if ((result & 0x80) != 0 || (result & 0x01) != 0)
        return std::nullopt;
    const auto header = static_cast<std::size_t>(at - bytes.data());
    element.constructed = (result & V_ASN1_CONSTRUCTED) != 0;
    element.whole = bytes.first(header + static_cast<std::size_t>(length));
    element.content = element.whole.subspan(header);
    return element;
}

QString tag_text(const Element &element)
{
    if (element.tag_class == V_ASN1_UNIVERSAL)
        return QString::fromLatin1(ASN1_tag2str(element.tag));
    if (element.tag_class == V_ASN1_APPLICATION)
        return u"[APPLICATION %1]"_s.arg(element.tag);
    return element.tag_class == V_ASN1_PRIVATE ? u"[PRIVATE %1]"_s.arg(element.tag) : u"[%1]"_s.arg(element.tag);
}

QString object_value(const Element &element)
{
    const std::uint8_t *at = element.whole.data();
    const Object object(d2i_ASN1_OBJECT(nullptr, &at, static_cast<long>(element.whole.size())));
    if (!object)
        return hex_text(element.content);
    std::array<char, 256> dotted {};
    OBJ_obj2txt(dotted.data(), dotted.size(), object.get(), 1);
    const int known = OBJ_obj2nid(object.get());
    const QString number = QString::fromLatin1(dotted.data());
    return known == NID_undef ? number : u"%1 (%2)"_s.arg(QString::fromLatin1(OBJ_nid2ln(known)), number);
}

QString integer_value(const Element &element)
{
    const std::uint8_t *at = element.whole.data();
    const Integer integer(d2i_ASN1_INTEGER(nullptr, &at, static_cast<long>(element.whole.size())));
    std::int64_t value = 0;
    if (integer && ASN1_INTEGER_get_int64(&value, integer.get()) == 1)
        return QString::number(value);
    return hex_text(element.content);
}

QString time_value(const Element &element)
{
    const Time time(ASN1_STRING_type_new(element.tag));
    if (!time || ASN1_STRING_set(time.get(), element.content.data(), static_cast<int>(element.content.size())) != 1)
        return {};
    return time_text(time.get());
}

QString string_value(const Element &element)
{
    const String string(ASN1_STRING_type_new(element.tag));
    unsigned char *utf8 = nullptr;
    if (!string || ASN1_STRING_set(string.get(), element.content.data(), static_cast<int>(element.content.size())) != 1)
        return {};
    const int size = ASN1_STRING_to_UTF8(&utf8, string.get());
    const std::unique_ptr<unsigned char, decltype([](unsigned char *text) { OPENSSL_free(text); })> owner(utf8);
    return size < 0 ? hex_text(element.content) : printable_text(QString::fromUtf8(reinterpret_cast<const char *>(owner.get()), size));
}

QString value_text(const Element &element)
{
    if (element.tag_class != V_ASN1_UNIVERSAL)
        return hex_text(element.content);
    switch (element.tag) {
    case V_ASN1_BOOLEAN:
        return element.content.size() == 1 ? (element.content[0] != 0 ? u"TRUE"_s : u"FALSE"_s) : hex_text(element.content);
    case V_ASN1_INTEGER:
        return integer_value(element);
    case V_ASN1_NULL:
        return {};
    case V_ASN1_OBJECT:
        return object_value(element);
    case V_ASN1_UTCTIME:
    case V_ASN1_GENERALIZEDTIME:
        return time_value(element);
    case V_ASN1_UTF8STRING:
    case V_ASN1_NUMERICSTRING:
    case V_ASN1_PRINTABLESTRING:
    case V_ASN1_T61STRING:
    case V_ASN1_IA5STRING:
    case V_ASN1_VISIBLESTRING:
    case V_ASN1_UNIVERSALSTRING:
    case V_ASN1_BMPSTRING:
        return string_value(element);
    default:
        return hex_text(element.content);
    }
}

class Walker {
public:
    explicit Walker(Bytes all)
        : all_(all)
    {
    }

    Result<QList<Asn1Line>> walk()
    {
        if (const Result<void> walked = elements(all_, 0, false); !walked)
            return failure(walked.error());
        return std::move(lines_);
    }

private:
    [[nodiscard]] std::uint32_t offset_of(Bytes part) const { return static_cast<std::uint32_t>(part.data() - all_.data()); }

    Result<void> elements(Bytes bytes, int depth, bool encapsulated)
    {
        while (!bytes.empty()) {
            const auto element = element_of(bytes);
            if (!element)
                return bad_input(u"asn1-damaged"_s, Messages::tr("The bytes at %1 are no DER, or are cut off.").arg(offset_of(bytes)),
                    Messages::tr("Copy the file again, in binary mode."));
            if (const Result<void> added = add(*element, depth, encapsulated); !added)
                return added;
            bytes = bytes.subspan(element->whole.size());
        }
        return {};
    }

    Result<void> add(const Element &element, int depth, bool encapsulated)
    {
        if (depth > deepest || lines_.size() >= most_lines)
            return bad_input(u"asn1-too-deep"_s, Messages::tr("The structure is nested too deeply, or has too many parts, to be shown."),
                Messages::tr("Do not trust this file."));
        lines_ << Asn1Line { depth, offset_of(element.whole), static_cast<std::uint32_t>(element.whole.size() - element.content.size()),
            static_cast<std::uint32_t>(element.content.size()), element.constructed, encapsulated, tag_text(element), QString() };
        if (element.constructed)
            return elements(element.content, depth + 1, false);
        const qsizetype own = lines_.size();
        const Bytes inside = encapsulated_in(element);
        if (inside.empty() || !elements(inside, depth + 1, true)) {
            lines_.resize(own); // it only began like DER
            lines_.last().value = value_text(element);
        }
        return {};
    }

    // The content of an OCTET STRING or BIT STRING, where it is one well-formed element itself.
    static Bytes encapsulated_in(const Element &element)
    {
        Bytes content = element.content;
        if (element.is(V_ASN1_BIT_STRING) && !content.empty() && content[0] == 0)
            content = content.subspan(1);
        else if (!element.is(V_ASN1_OCTET_STRING))
            return {};
        const auto inner = element_of(content);
        if (!inner || inner->whole.size() != content.size() || inner->tag_class != V_ASN1_UNIVERSAL || inner->tag == V_ASN1_EOC)
            return {};
        return content;
    }

    Bytes all_;
    QList<Asn1Line> lines_;
};

} // namespace

Result<QList<Asn1Line>> asn1_structure(Bytes der)
{
    if (der.empty())
        return bad_input(u"asn1-damaged"_s, Messages::tr("There are no bytes to show."), Messages::tr("Give a file that is not empty."));
    return Walker(der).walk();
}

QString asn1_dump(Bytes der)
{
    ERR_set_mark();
    const Bio memory(BIO_new(BIO_s_mem()));
    if (memory)
        static_cast<void>(ASN1_parse_dump(memory.get(), der.data(), static_cast<long>(der.size()), 1, -1)); // what it could read is printed
    ERR_pop_to_mark();
    return memory ? printable_text(text_of(memory), true) : QString();
}

} // namespace espseal::pki
