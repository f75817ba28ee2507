// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/export_choice.h"

#include "app/cli/pki/messages.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

using pki::ExportFormat;
using pki::MatchedCertificate;

bool is_meant(const MatchedCertificate &candidate, const QString &only)
{
    const QString digits = QString(only).remove(u':').toLower();
    const bool is_file
        = candidate.files.contains(only) || std::ranges::any_of(candidate.files, [&](const QString &file) { return QFileInfo(file).fileName() == only; });
    return is_file || candidate.certificate.display_name() == only || candidate.certificate.serial() == only.toUpper()
        || (digits.size() >= 6 && candidate.certificate.id().startsWith(digits));
}

std::unexpected<Error> several(const QList<const MatchedCertificate *> &candidates)
{
    QStringList names;
    for (const MatchedCertificate *candidate : candidates.first(std::min<qsizetype>(candidates.size(), 6)))
        names << PkiText::tr("%1 (%2, %3)").arg(candidate->certificate.display_name(), candidate->certificate.id().first(12), candidate->files.first());
    if (candidates.size() > names.size())
        names << u"..."_s;
    return bad_input(u"several-candidates"_s, PkiText::tr("Several certificates could be meant: %1.").arg(names.join(u", "_s)),
        PkiText::tr("Choose one with --only and its name, its file, or the beginning of its SHA-256 fingerprint."));
}

template <class Test> QList<const MatchedCertificate *> those(const pki::Matching &matching, Test test)
{
    QList<const MatchedCertificate *> found;
    for (const MatchedCertificate &candidate : matching.certificates) {
        if (test(candidate))
            found << &candidate;
    }
    return found;
}

// The one certificate that the export is about; null if there is none at all.
Result<const MatchedCertificate *> subject_of(const pki::Matching &matching)
{
    auto candidates = those(matching, [](const MatchedCertificate &each) { return each.key && each.role != pki::Role::ca; });
    if (candidates.isEmpty())
        candidates = those(matching, [](const MatchedCertificate &each) { return each.key.has_value(); });
    if (candidates.isEmpty())
        candidates = those(matching, [](const MatchedCertificate &each) { return each.role != pki::Role::ca; });
    if (candidates.isEmpty())
        candidates = those(matching, [](const MatchedCertificate &) { return true; });
    if (candidates.size() > 1)
        return several(candidates);
    return candidates.isEmpty() ? nullptr : candidates.first();
}

Result<const MatchedCertificate *> find(const pki::Matching &matching, const QString &only)
{
    const auto candidates = those(matching, [&](const MatchedCertificate &each) { return is_meant(each, only); });
    if (candidates.isEmpty())
        return bad_input(u"not-found"_s, PkiText::tr("None of the certificates is \"%1\".").arg(only),
            PkiText::tr("Give its name, its file, or the beginning of its SHA-256 fingerprint."));
    if (candidates.size() > 1)
        return several(candidates);
    return candidates.first();
}

pki::ExportContent everything(const pki::Matching &matching, ExportFormat format)
{
    pki::ExportContent content;
    for (const MatchedCertificate &matched : matching.certificates) {
        if (format != ExportFormat::ca_blob || matched.role == pki::Role::ca)
            content.certificates << matched.certificate;
    }
    for (const pki::MatchedRequest &matched : matching.requests)
        content.requests << matched.request;
    for (const pki::MatchedCrl &matched : matching.crls)
        content.crls << matched.crl;
    return content;
}

bool takes_everything(ExportFormat format)
{
    return format == ExportFormat::pem || format == ExportFormat::der || format == ExportFormat::pkcs7 || format == ExportFormat::pkcs7_der
        || format == ExportFormat::ca_blob;
}

} // namespace

Result<pki::ExportContent> choose(const pki::Matching &matching, ExportFormat format, const QString &only)
{
    if (only.isEmpty() && takes_everything(format))
        return everything(matching, format);
    const auto subject = only.isEmpty() ? subject_of(matching) : find(matching, only);
    if (!subject)
        return failure(subject.error());
    pki::ExportContent content;
    if (*subject) {
        content.certificates << (*subject)->certificate;
        if (!takes_everything(format))
            content.certificates << (*subject)->chain;
        content.key = (*subject)->key;
    }
    if (!content.key && only.isEmpty() && matching.lonely_keys.size() == 1 && !*subject)
        content.key = matching.lonely_keys.first().key;
    return content;
}

} // namespace espseal::cli
