// SPDX-License-Identifier: Apache-2.0
#include "core/pki/name_judgement.h"

#include "core/pki/finding.h"
#include "core/pki/fix_action.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <algorithm>

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

// UTF-8. OpenSSL reads no certificate whose subject is no text.
QByteArray text_of(const ASN1_STRING *string)
{
    unsigned char *utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, string);
    QByteArray text(reinterpret_cast<const char *>(utf8), std::max(size, 0));
    OPENSSL_free(utf8);
    return text;
}

QList<QByteArray> subject_texts(const Certificate &certificate, bool common_names_only)
{
    QList<QByteArray> texts;
    ERR_set_mark();
    const X509_NAME *subject = X509_get_subject_name(certificate.native());
    for (int i = 0; i < X509_NAME_entry_count(subject); ++i) {
        const X509_NAME_ENTRY *entry = X509_NAME_get_entry(subject, i);
        if (!common_names_only || OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry)) == NID_commonName)
            texts << text_of(X509_NAME_ENTRY_get_data(entry));
    }
    ERR_pop_to_mark();
    return texts;
}

GeneralNames general_names_of(const Certificate &certificate)
{
    ERR_set_mark();
    GeneralNames names(static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate.native(), NID_subject_alt_name, nullptr, nullptr)));
    ERR_pop_to_mark();
    return names;
}

// The bytes of host names, mail addresses and URIs: IA5String, whose characters are ASCII.
QList<QByteArray> alt_name_texts(const Certificate &certificate)
{
    QList<QByteArray> texts;
    const GeneralNames names = general_names_of(certificate);
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type != GEN_DNS && name->type != GEN_EMAIL && name->type != GEN_URI)
            continue;
        const auto *text = static_cast<const ASN1_STRING *>(GENERAL_NAME_get0_value(name, nullptr));
        texts << QByteArray(reinterpret_cast<const char *>(ASN1_STRING_get0_data(text)), ASN1_STRING_length(text));
    }
    return texts;
}

bool has_nul(const QByteArray &text)
{
    return text.contains('\0');
}

bool has_no_ascii(const QByteArray &text)
{
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool is_common_name(const Certificate &certificate, const QString &name)
{
    const QList<QByteArray> names = subject_texts(certificate, true);
    return std::ranges::any_of(names, [&](const QByteArray &common) { return QString::fromUtf8(common).compare(name, Qt::CaseInsensitive) == 0; });
}

} // namespace

NameMatch match_name(const Certificate &certificate, const AltName &name)
{
    const QByteArray text = name.value.toUtf8();
    if (name.kind == AltName::Kind::ip) {
        if (X509_check_ip_asc(certificate.native(), text.constData(), 0) == 1)
            return NameMatch::full;
        return is_common_name(certificate, name.value) ? NameMatch::common_name : NameMatch::none;
    }
    const auto matches
        = [&](unsigned flags) { return X509_check_host(certificate.native(), text.constData(), static_cast<std::size_t>(text.size()), flags, nullptr) == 1; };
    if (matches(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT))
        return NameMatch::full;
    return matches(0) ? NameMatch::common_name : NameMatch::none;
}

bool runtime_matches_name(const Certificate &certificate, const AltName &name)
{
    if (name.kind != AltName::Kind::ip)
        return match_name(certificate, name) != NameMatch::none;
    const NameMatch match = match_name(certificate, name);
    const bool has_alt_names = X509_get_ext_by_NID(certificate.native(), NID_subject_alt_name, -1) >= 0;
    return match == NameMatch::full || (match == NameMatch::common_name && !has_alt_names);
}

QList<Finding> judge_names(const Certificate &certificate)
{
    const QList<QByteArray> alt_names = alt_name_texts(certificate);
    QList<Finding> findings;
    if (std::ranges::any_of(alt_names + subject_texts(certificate, false), has_nul)) {
        findings << finding(u"name-nul"_s, Severity::error,
            Messages::tr("A name in the certificate of %1 holds a NUL character.").arg(certificate.display_name()),
            Messages::tr("Do not use it, and ask who made it."),
            Messages::tr("A careless verifier reads only what stands before it; no name matches it here."));
    }
    if (std::ranges::any_of(alt_names, has_no_ascii))
        findings << finding(u"name-not-text"_s, Severity::warning,
            Messages::tr("An alternative name in the certificate of %1 holds bytes that are no text.").arg(certificate.display_name()),
            Messages::tr("Issue it again; international host names are written in ASCII (xn--...)."),
            Messages::tr("Peers show such a name each in its own way, or refuse it."));
    for (Finding &made : findings) {
        made.actions << fix_action(Fix::issue_again);
        made = at(certificate, made);
    }
    return findings;
}

} // namespace espseal::pki
