// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"

namespace espseal {

QString Error::sentence() const
{
    return fix.isEmpty() ? message : message + u' ' + fix;
}

std::unexpected<Error> failed(QString code, QString message, QString fix, QString detail)
{
    return failure({ ErrorKind::failed, std::move(code), std::move(message), std::move(fix), std::move(detail) });
}

std::unexpected<Error> bad_input(QString code, QString message, QString fix, QString detail)
{
    return failure({ ErrorKind::bad_input, std::move(code), std::move(message), std::move(fix), std::move(detail) });
}

std::unexpected<Error> usage_error(QString code, QString message, QString fix)
{
    return failure({ ErrorKind::usage, std::move(code), std::move(message), std::move(fix), {} });
}

std::unexpected<Error> cancelled(QString message)
{
    return failure({ ErrorKind::cancelled, QStringLiteral("cancelled"), std::move(message), {}, {} });
}

int exit_status(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::usage:
        return 2;
    case ErrorKind::bad_input:
        return 3;
    case ErrorKind::failed:
    case ErrorKind::cancelled:
        break;
    }
    return 1;
}

} // namespace espseal
