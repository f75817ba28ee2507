// SPDX-License-Identifier: Apache-2.0
#include "core/pki/name_check.h"

#include "core/pki/finding.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <algorithm>

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

bool has_control_characters(Bytes text)
{
    return std::ranges::any_of(text, [](std::uint8_t byte) { return byte < 0x20 || byte == 0x7F; });
}

bool has_control_characters(const X509_NAME *name)
{
    for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
        unsigned char *utf8 = nullptr;
        const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, i)));
        const std::unique_ptr<unsigned char, decltype([](unsigned char *text) { OPENSSL_free(text); })> owner(utf8);
        if (size > 0 && has_control_characters({ utf8, static_cast<std::size_t>(size) }))
            return true;
    }
    return false;
}

bool has_control_characters(GENERAL_NAME *name)
{
    int type = 0;
    const void *value = GENERAL_NAME_get0_value(name, &type);
    if (type == GEN_DIRNAME)
        return has_control_characters(static_cast<const X509_NAME *>(value));
    if (type != GEN_DNS && type != GEN_EMAIL && type != GEN_URI)
        return false;
    const auto *text = static_cast<const ASN1_STRING *>(value);
    return has_control_characters({ ASN1_STRING_get0_data(text), static_cast<std::size_t>(ASN1_STRING_length(text)) });
}

bool alt_names_have_control_characters(const X509 *certificate)
{
    const GeneralNames names(static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
        if (has_control_characters(sk_GENERAL_NAME_value(names.get(), i)))
            return true;
    }
    return false;
}

} // namespace

QList<Finding> check_names(const Certificate &certificate)
{
    const X509 *native = certificate.native();
    ERR_set_mark();
    const bool hostile = has_control_characters(X509_get_subject_name(native)) || has_control_characters(X509_get_issuer_name(native))
        || alt_names_have_control_characters(native);
    ERR_pop_to_mark();
    if (!hostile)
        return {};
    return { at(certificate,
        finding(u"name-control-characters"_s, Severity::error,
            Messages::tr("A name in the certificate of %1 holds a control character.").arg(certificate.display_name()),
            Messages::tr("Do not use this certificate; ask its issuer for another."),
            Messages::tr("A program that stops reading at a NUL takes it for somebody else's. No CA that works properly issues such names."))) };
}

} // namespace espseal::pki
