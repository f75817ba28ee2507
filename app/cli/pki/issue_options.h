// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>

#include "app/cli/pki/credential_output.h"
#include "app/cli/pki/passwords.h"
#include "app/cli/pki/subject_options.h"
#include "core/base/finding.h"
#include "core/pki/issue_choices.h"

#include <string>

namespace espseal::cli {

// When it is valid: --days, or --from and --until.
struct ValidityOptions {
    std::optional<int> days;
    std::string from;
    std::string until;

    void add_to(CLI::App &command, const std::string &usual_days);
    // Adds to `choices`. Error (usage): "time".
    [[nodiscard]] Result<void> read_into(pki::IssueChoices &choices) const;
};

// What a certificate is to say; each goes before the template's choice.
struct ChoiceOptions {
    SubjectOptions names;
    ValidityOptions validity;
    std::optional<pki::CertificateTemplate> base;
    std::optional<pki::Role> role;
    std::optional<pki::KeySpec> key;
    std::optional<pki::Digest> digest;
    std::string serial;
    std::string key_usages;
    std::string extended_usages;
    std::optional<int> path_length;
    bool constraints_not_critical = false;

    enum class For { ca, certificate, request };
    void add_to(CLI::App &command, For purpose);
    // Errors (usage): of each option.
    [[nodiscard]] Result<pki::IssueChoices> choices() const;
};

// The files of a new certificate and its key.
struct OutputOptions {
    std::string out = ".";
    KeyProtection protection;
    bool replace = false;

    void add_to(CLI::App &command);
    // Everything that can go wrong without the new key goes wrong here, before the time for the key is spent.
    [[nodiscard]] Result<CredentialOutput> prepare(const Session &session) const;
};

// What there is to say about a certificate that was made and written.
struct MadeCertificate {
    pki::Certificate certificate;
    pki::Role role = pki::Role::server;
    QStringList files;
    QList<Finding> findings; // judgements are added
    std::optional<bool> key_encrypted; // nothing: no key was written
    QJsonObject signed_by; // OpenedCa::audit; empty: it signed itself
};
[[nodiscard]] Outcome report(const Session &session, const MadeCertificate &made);

} // namespace espseal::cli
