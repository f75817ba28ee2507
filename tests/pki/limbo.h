// SPDX-License-Identifier: Apache-2.0
// The cases of tests/data/x509-limbo.
#pragma once

#include "core/pki/chain.h"

#include <QList>
#include <QString>

namespace espseal::pki::test {

struct LimboCase {
    QString id; // "rfc5280::nc::permitted-dns-match"
    bool should_verify = false;
    bool readable = true; // all its certificates and lists can be read
    QByteArray leaf; // PEM
    QByteArray anchors;
    QByteArray intermediates;
    QByteArray crls;
    QList<Certificate> certificate; // one, if readable
    ChainQuestion question; // strict, at the security level of today's peers
};

[[nodiscard]] QList<LimboCase> limbo_cases();

} // namespace espseal::pki::test
