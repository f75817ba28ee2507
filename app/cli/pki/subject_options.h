// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

#include "core/pki/alt_name.h"
#include "core/pki/subject.h"

#include <map>
#include <string>

namespace espseal::cli {

// The names in a certificate or request: --subject as a whole, or field by field; --san.
struct SubjectOptions {
    std::string whole;
    std::map<pki::SubjectField, std::string> fields;
    std::string san;

    void add_to(CLI::App &command);
    // Empty if no option was given. Fields go before --subject. Error (usage): "subject".
    [[nodiscard]] Result<pki::SubjectName> subject() const;
    // Error (usage): "alt-name".
    [[nodiscard]] Result<QList<pki::AltName>> alt_names() const;
};

// Error (usage): "name-missing", neither a subject nor alternative names.
[[nodiscard]] Result<void> check_named(const pki::SubjectName &subject, const QList<pki::AltName> &names);

} // namespace espseal::cli
