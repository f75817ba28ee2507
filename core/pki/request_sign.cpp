// SPDX-License-Identifier: Apache-2.0
#include "core/pki/finding.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/request_make.h"

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

bool asks_for_ca(const CertificateRequest &request)
{
    ERR_set_mark();
    const ExtensionStack extensions(X509_REQ_get_extensions(request.native()));
    const Owned<BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free> constraints(
        static_cast<BASIC_CONSTRAINTS *>(X509V3_get_d2i(extensions.get(), NID_basic_constraints, nullptr, nullptr)));
    ERR_pop_to_mark();
    return constraints && constraints->ca;
}

Result<void> take_subject(const CertificateRequest &request, RequestReading &reading)
{
    const auto read = read_subject(X509_REQ_get_subject_name(request.native()));
    if (!read)
        return reading.choices.subject.empty() ? failure(read.error()) : Result<void>();
    reading.choices = reading.choices.over({ .subject = read->name });
    if (!read->left_out.isEmpty())
        reading.findings << finding(u"request-subject-left-out"_s, Severity::warning,
            Messages::tr("The subject of the request holds fields that were left out: %1.").arg(read->left_out.join(u", "_s)),
            Messages::tr("Nothing, if their owner can do without them; they cannot be made here."));
    return {};
}

Result<void> take_names(const CertificateRequest &request, RequestReading &reading)
{
    QStringList left_out;
    for (const AltName &name : request.alt_names()) {
        if (name.kind == AltName::Kind::other) {
            left_out << to_string(name);
            continue;
        }
        // Again from its text: no control character, no wildcard in the middle, no NUL gets through.
        const auto checked = parse_alt_name(to_string(name));
        if (!checked)
            return bad_input(u"alt-name"_s,
                Messages::tr("The request asks for the name \"%1\", which is neither an IP address nor a host name.").arg(name.value),
                Messages::tr("Give the right names with --san, or let its owner make a new request."));
        if (!reading.choices.alt_names.contains(*checked))
            reading.choices.alt_names << *checked;
    }
    if (!left_out.isEmpty())
        reading.findings << finding(u"request-names-left-out"_s, Severity::warning,
            Messages::tr("The request asks for names that were left out: %1.").arg(left_out.join(u", "_s)),
            Messages::tr("Nothing, if their owner can do without them: only DNS and IP names are certified here."));
    return {};
}

void note_extensions(const CertificateRequest &request, bool makes_ca, RequestReading &reading)
{
    QStringList others = request.extensions();
    others.removeAll(QString::fromLatin1(OBJ_nid2ln(NID_subject_alt_name)));
    if (asks_for_ca(request) && !makes_ca) {
        reading.findings << finding(u"request-asks-for-ca"_s, Severity::warning,
            Messages::tr("The request of %1 asks to become a CA; it did not.").arg(request.display_name()),
            Messages::tr("Sign it with the role of an intermediate CA if that is meant."));
        others.removeAll(QString::fromLatin1(OBJ_nid2ln(NID_basic_constraints)));
    }
    if (!others.isEmpty())
        reading.findings << finding(u"request-extensions-left-out"_s, Severity::info,
            Messages::tr("Extensions of the request were left out, the signer decides them: %1.").arg(others.join(u", "_s)),
            Messages::tr("Choose role and usages yourself if the signer's are not what its owner needs."));
}

} // namespace

Result<RequestReading> read_request(const CertificateRequest &request, const IssueChoices &wanted)
{
    if (!request.verifies())
        return bad_input(u"request-unproven"_s,
            Messages::tr("The signature of the request of %1 is wrong: its sender may not have the private key.").arg(request.display_name()),
            Messages::tr("Copy the request again; if it stays so, let its owner make a new one."));
    RequestReading reading { wanted, {} };
    const bool is_version_1 = wanted.base && wanted.base->version_1;
    const auto taken
        = take_subject(request, reading).and_then([&] { return wanted.alt_names.isEmpty() && !is_version_1 ? take_names(request, reading) : Result<void>(); });
    if (!taken)
        return failure(taken.error());
    const Role role = wanted.role.value_or(wanted.base ? wanted.base->role : Role::server);
    note_extensions(request, role == Role::ca, reading);
    return reading;
}

Result<Issued> sign_request(const CertificateRequest &request, const IssueChoices &wanted, const IssuingCa &ca)
{
    const auto reading = read_request(request, wanted);
    if (!reading)
        return failure(reading.error());
    const auto order = reading->choices.order();
    const auto key = SubjectKey::of(request);
    if (!order || !key)
        return failure(order ? key.error() : order.error());
    return issue(order->spec, *key, ca).transform([&](const Certificate &made) {
        QList<Finding> findings = reading->findings;
        for (Finding &each : findings)
            each = at(made, each);
        return Issued { made, findings + issue_findings(made, ca.certificate) };
    });
}

Result<Issued> sign_request(const CertificateRequest &request, const IssueChoices &wanted, const Certificate &ca, const Signer &signer)
{
    return sign_request(request, wanted, IssuingCa { ca, {}, std::shared_ptr<const Signer>(std::shared_ptr<void>(), &signer) });
}

} // namespace espseal::pki
