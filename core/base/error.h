// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <expected>

namespace espseal {

// What kind of failure, hence which exit status of the command line (DESIGN: 1 the work failed, 2 usage, 3 bad input).
enum class ErrorKind {
    failed, // device, verification, handshake, peer: exit 1
    usage, // wrong arguments: exit 2
    bad_input, // unreadable file, wrong password, mismatched key, conflicting plan: exit 3
    cancelled, // the user stopped it: exit 1, and not an error to show
};

// The one error that travels through core.
struct [[nodiscard]] Error {
    ErrorKind kind = ErrorKind::failed;
    QString code; // stable, kebab-case, "port-missing": `espseal explain` and tests know it
    QString message; // one translated sentence: what was wrong and where
    QString fix; // one translated sentence: what to do; may be empty only for `cancelled`
    QString detail; // technical detail, not translated; may be empty

    // Message and fix, as a person reads them.
    [[nodiscard]] QString sentence() const;
};

template <class T> using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> failure(Error error)
{
    return std::unexpected(std::move(error));
}
[[nodiscard]] std::unexpected<Error> failed(QString code, QString message, QString fix, QString detail = {});
[[nodiscard]] std::unexpected<Error> bad_input(QString code, QString message, QString fix, QString detail = {});
[[nodiscard]] std::unexpected<Error> usage_error(QString code, QString message, QString fix);
[[nodiscard]] std::unexpected<Error> cancelled(QString message);

// 1, 2 or 3.
[[nodiscard]] int exit_status(const Error &error);

} // namespace espseal
